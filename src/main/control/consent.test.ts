import type { MessageBoxOptions } from 'electron'
import { describe, expect, it } from 'vitest'
import { ManualClock } from '#shared/testing/manual-clock.ts'
import { catalogues } from '../i18n/index.ts'
import { Consent } from './consent.ts'

const texts = catalogues.en
const question = { name: 'Ada', level: 'control', canPoint: true, insteadOf: null } as const
const untilStopped = { kind: 'allow', level: 'control', durationMs: null } as const

const notWithdrawn = new AbortController().signal

const createConsent = (parent: object | null) => {
  const clock = new ManualClock()
  const shown: unknown[][] = []
  let answer: (label: string) => void = () => undefined
  const showMessageBox = (...parameters: [...unknown[], MessageBoxOptions]) =>
    new Promise((resolve) => {
      shown.push(parameters)
      const { buttons = [] } = parameters.at(-1) as MessageBoxOptions
      answer = (label) => resolve({ response: buttons.indexOf(label), checkboxChecked: false })
    })
  const consent = new Consent({
    dialog: { showMessageBox } as never,
    showParent: () => parent as never,
    texts: () => texts,
    clock,
  })
  return { consent, clock, shown, answer: (label: string) => answer(label) }
}

describe('a question', () => {
  it('stands by itself, or belongs to the window that the system needs for it', async () => {
    const alone = createConsent(null)
    const first = alone.consent.ask(question, notWithdrawn)
    alone.answer(texts.control.untilStopped)
    expect(await first).toEqual(untilStopped)
    expect(alone.shown[0]).toHaveLength(1)

    const window = {}
    const sheet = createConsent(window)
    const second = sheet.consent.ask(question, notWithdrawn)
    sheet.answer(texts.control.untilStopped)
    expect(await second).toEqual(untilStopped)
    expect(sheet.shown[0]?.[0]).toBe(window)
  })

  it.each<[string, (clock: ManualClock) => void]>([
    ['the box could not be taken back', (clock) => clock.advance(60_000)],
    ['the computer slept, and no timer ran', (clock) => clock.sleep(60_000)],
  ])('is not answered by a click that comes too late, because %s', async (_, wait) => {
    const { consent, clock, answer } = createConsent(null)
    const asked = consent.ask(question, notWithdrawn)
    wait(clock)
    answer(texts.control.untilStopped)
    expect(await asked).toEqual({ kind: 'refuse', reason: 'unanswered' })
    expect(clock.pending).toBe(0)
  })
})
