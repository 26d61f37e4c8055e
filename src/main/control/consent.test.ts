import { describe, expect, it } from 'vitest'
import { ManualClock } from '#shared/testing/manual-clock.ts'
import { catalogues } from '../i18n/index.ts'
import type { ShowMessageBox } from '../message-box.ts'
import { Consent } from './consent.ts'

const texts = catalogues.en
const question = { name: 'Ada', level: 'control', canPoint: true, insteadOf: null } as const
const untilStopped = { kind: 'allow', level: 'control', durationMs: null } as const

const notWithdrawn = new AbortController().signal

const createConsent = () => {
  const clock = new ManualClock()
  let answer: (label: string) => void = () => undefined
  const showMessageBox: ShowMessageBox = ({ buttons = [] }) =>
    new Promise((resolve) => {
      answer = (label) => resolve({ response: buttons.indexOf(label), checkboxChecked: false })
    })
  const consent = new Consent({ showMessageBox, texts: () => texts, clock, throughPortal: false })
  return { consent, clock, answer: (label: string) => answer(label) }
}

describe('a question', () => {
  it('is answered by the button that was clicked', async () => {
    const { consent, answer } = createConsent()
    const asked = consent.ask(question, notWithdrawn)
    answer(texts.control.untilStopped)
    expect(await asked).toEqual(untilStopped)
  })

  it.each<[string, (clock: ManualClock) => void]>([
    ['the box could not be taken back', (clock) => clock.advance(60_000)],
    ['the computer slept, and no timer ran', (clock) => clock.sleep(60_000)],
  ])('is not answered by a click that comes too late, because %s', async (_, wait) => {
    const { consent, clock, answer } = createConsent()
    const asked = consent.ask(question, notWithdrawn)
    wait(clock)
    answer(texts.control.untilStopped)
    expect(await asked).toEqual({ kind: 'refuse', reason: 'unanswered' })
    expect(clock.pending).toBe(0)
  })
})
