import { expect, it } from 'vitest'
import { fuzz } from './fuzz.ts'

it('injects nothing of a viewer that was given nothing, whatever it sends', async () => {
  const outcome = await fuzz({ seed: 20261121, messages: 5_000, isGranted: false })
  expect(outcome.parsed).toBeGreaterThan(500)
  expect(outcome).toMatchObject({ injected: 0, astray: [], held: [] })
})

it('keeps a viewer that controls on the shared display, whatever it sends, and holds nothing afterwards', async () => {
  const outcome = await fuzz({ seed: 20261121, messages: 5_000, isGranted: true })
  expect(outcome.injected).toBeGreaterThan(500)
  expect(outcome).toMatchObject({ astray: [], held: [] })
})
