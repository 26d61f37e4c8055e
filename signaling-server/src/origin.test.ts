import { expect, it } from 'vitest'
import { isAllowedOrigin } from './origin.ts'

const allowed = ['app://beckon', 'https://other.example']

it.each([
  [undefined, 'beckon.example', true],
  ['https://beckon.example', 'beckon.example', true],
  ['http://127.0.0.1:7300', '127.0.0.1:7300', true],
  ['http://[::1]:7300', '[::1]:7300', true],
  ['https://beckon.example', 'BECKON.example', true],
  ['app://beckon', 'beckon.example', true],
  ['https://other.example', 'beckon.example', true],
  ['http://other.example', 'beckon.example', false],
  ['https://evil.example', 'beckon.example', false],
  ['https://beckon.example.evil.example', 'beckon.example', false],
  ['http://127.0.0.1:7301', '127.0.0.1:7300', false],
  ['null', 'beckon.example', false],
  ['', 'beckon.example', false],
  ['nonsense', 'nonsense', false],
  ['https://beckon.example', undefined, false],
])('from a page of %s to %s: %s', (origin, host, expected) => {
  expect(isAllowedOrigin({ origin, host }, allowed)).toBe(expected)
})
