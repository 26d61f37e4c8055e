import { expect, it } from 'vitest'
import { encodeBeat, parseBeat } from './beat.ts'

it.each([
  [300, 300],
  [301, 400],
  [0, 100],
  [60_000, 1_000],
])('a pause of %i ms reads as %i ms', (pauseMs, readMs) => {
  expect(parseBeat(encodeBeat(pauseMs).buffer)).toBe(readMs)
})

it.each([
  ['text', '3'],
  ['nothing', new ArrayBuffer(0)],
  ['more than a byte', new ArrayBuffer(2)],
  ['no pause', Uint8Array.of(0).buffer],
  ['a pause that nobody makes', Uint8Array.of(11).buffer],
])('%s is no beat', (_, data) => {
  expect(parseBeat(data)).toBeNull()
})
