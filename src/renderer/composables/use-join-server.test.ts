import { describe, expect, it } from 'vitest'
import { serverOfLink } from './use-join-server.ts'

describe('the server of a link', () => {
  it.each([
    ['http://192.168.1.5:40123/join#48213-90571', 'http://192.168.1.5:40123'],
    [' https://beckon.example/join#48213-90571 ', 'https://beckon.example'],
    ['48213 90571', null],
    ['https://beckon.example/', null],
    ['beckon://join/48213-90571', null],
  ])('of %s is %s', (text, server) => {
    expect(serverOfLink(text)).toBe(server)
  })
})
