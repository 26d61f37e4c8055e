import { expect, it } from 'vitest'
import { parseServerUrl } from './url.ts'

it.each([
  ['stun:stun.example', { host: 'stun.example', port: 3478, transport: 'udp' }],
  ['turn:192.0.2.1:3479?transport=tcp', { host: '192.0.2.1', port: 3479, transport: 'tcp' }],
  ['turn:[2001:db8::1]', { host: '2001:db8::1', port: 3478, transport: 'udp' }],
  ['turns:turn.example', { host: 'turn.example', port: 5349, transport: 'tls' }],
  ['turns:turn.example:443?transport=tcp', { host: 'turn.example', port: 443, transport: 'tls' }],
])('reads %s', (url, expected) => {
  expect(parseServerUrl(url)).toEqual(expected)
})

it.each([
  'http://turn.example',
  'turn://turn.example',
  'turn:turn.example:0',
  'turn:turn.example:65536',
  'turn:turn.example?transport=sctp',
  'turn:[turn.example]',
  'turn:[1:2]',
  'turn:user@turn.example',
  'turn:turn.example/x',
  'turn:',
])('refuses %s', (url) => {
  expect(parseServerUrl(url)).toBeUndefined()
})
