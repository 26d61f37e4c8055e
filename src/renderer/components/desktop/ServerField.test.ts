import { flushPromises, type VueWrapper } from '@vue/test-utils'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { useJoinStore } from '../../stores/join.ts'
import { FakeDesktop } from '../../testing/fake-bridge.ts'
import { mountWithApp } from '../../testing/mount-with-app.ts'
import JoinForm from '../JoinForm.vue'

describe('the server to join at', () => {
  let wrapper: VueWrapper
  const setUp = async (desktop: FakeDesktop) => {
    wrapper = mountWithApp(JoinForm, {}, desktop.platform).wrapper
    await vi.dynamicImportSettled()
    await flushPromises()
    return wrapper.get<HTMLInputElement>('[data-testid="join-server"]')
  }
  afterEach(() => {
    wrapper.unmount()
    localStorage.clear()
  })

  it('is the hosted one of the settings until somebody types another, which is kept', async () => {
    const desktop = new FakeDesktop()
    const url = 'https://beckon.example'
    desktop.report = {
      ...desktop.report,
      settings: { ...desktop.report.settings, server: { kind: 'hosted', url } },
    }
    expect((await setUp(desktop)).element.value).toBe(url)
    await wrapper.get('[data-testid="join-server"]').setValue('192.168.1.5:40123')
    wrapper.unmount()
    expect((await setUp(desktop)).element.value).toBe('192.168.1.5:40123')
  })

  it('is the one next door when there is only one, and nobody has typed any', async () => {
    const desktop = new FakeDesktop()
    desktop.nearby = [{ name: "Mina's laptop", url: 'http://192.168.1.7:40123' }]
    expect((await setUp(desktop)).element.value).toBe('http://192.168.1.7:40123')
    wrapper.unmount()
    localStorage.setItem('beckon.join-server', 'beckon.example')
    expect((await setUp(desktop)).element.value).toBe('beckon.example')
  })

  it('can be picked from those nearby, by their names', async () => {
    const desktop = new FakeDesktop()
    desktop.nearby = [
      { name: "Mina's laptop", url: 'http://192.168.1.7:40123' },
      { name: '', url: 'http://192.168.1.8:40123' },
    ]
    const field = await setUp(desktop)
    expect(field.element.value).toBe('')
    const buttons = wrapper.findAll('[data-testid="nearby-server"]')
    expect(buttons.map((it) => it.text())).toEqual(["Mina's laptop", 'http://192.168.1.8:40123'])
    await buttons[1]?.trigger('click')
    expect(field.element.value).toBe('http://192.168.1.8:40123')
    expect(buttons[1]?.attributes('aria-pressed')).toBe('true')
  })

  it('comes with a pasted link', async () => {
    const field = await setUp(new FakeDesktop())
    const clipboardData = new DataTransfer()
    clipboardData.setData('text', 'http://192.168.1.5:40123/join#48213-90571')
    await wrapper.get('[data-testid="join-code"]').trigger('paste', { clipboardData })
    expect(field.element.value).toBe('http://192.168.1.5:40123')
  })

  it('has to be one before anything is sent to it', async () => {
    const field = await setUp(new FakeDesktop())
    const join = useJoinStore()
    await join.join('48213 90571', '')
    await flushPromises()
    expect(join.snapshot).toMatchObject({ kind: 'ended', failure: { code: 'server-unreachable' } })
    expect(field.attributes('aria-invalid')).toBe('true')
  })
})
