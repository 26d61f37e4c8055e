import { describe, expect, it } from 'vitest'
import { encode } from 'uqr'
import { mountWithApp } from '../../testing/mount-with-app.ts'
import NetworkAddress from './NetworkAddress.vue'

const link = 'http://192.168.1.5:40123/join#48213-90571'
const show = (urls: readonly string[], to = link) => mountWithApp(NetworkAddress, { urls, link: to }).wrapper

describe('NetworkAddress', () => {
  it('shows the address to type, and the others to try', () => {
    const wrapper = show(['http://192.168.1.5:40123', 'http://10.0.0.7:40123'])
    expect(wrapper.get('[data-testid="network-address"]').text()).toBe('http://192.168.1.5:40123')
    expect(wrapper.text()).toContain('try: http://10.0.0.7:40123')
    expect(wrapper.text()).toContain('same network')
  })

  it('does not ask for the same network where any will do', () => {
    const url = 'https://beckon.example'
    expect(show([url], `${url}/join#48213-90571`).text()).not.toContain('same network')
  })

  it('draws the link, dark module for dark module', () => {
    const path = show(['http://192.168.1.5:40123']).get('[data-testid="join-qr"] path').attributes('d') ?? ''
    const drawn = new Set(
      [...path.matchAll(/M(\d+) (\d+)h1v1h-1z/g)].map(([, x, y]) => `${x ?? ''},${y ?? ''}`),
    )
    const { data } = encode(link, { ecc: 'M', border: 4 })
    const dark = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? `${x},${y}` : [])))
    expect(drawn).toEqual(new Set(dark))
    expect(drawn.has('0,0')).toBe(false)
  })
})
