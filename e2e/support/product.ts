import { expect, type Page } from '@playwright/test'
import { type Code, formatCode, parseCode } from '../../src/shared/code.ts'

/** What people do with Beckon, by the test ids that are part of its contract. */

/** The code that the host's page shows now. */
export const readCode = async (host: Page): Promise<string> => {
  const code = host.getByTestId('session-code')
  await expect(code).toHaveText(/^\d{5,9} \d{5}$/)
  return code.innerText()
}

/** Starts sharing and gives the code, as it is read aloud. */
export const shareScreen = async (host: Page): Promise<string> => {
  await host.getByTestId('share-screen').click()
  return readCode(host)
}

/** The code that takes the place of `usedCode` once somebody has proved that one. */
export const readNextCode = async (host: Page, usedCode: string): Promise<string> => {
  await expect(host.getByTestId('session-code')).not.toHaveText(usedCode)
  return readCode(host)
}

export const joinWithCode = async (viewer: Page, code: string): Promise<void> => {
  await viewer.getByTestId('join-code').fill(code)
  await viewer.getByTestId('join').click()
}

export const acceptViewer = (host: Page): Promise<void> => host.getByTestId('accept-viewer').click()

export const expectConnectionState = (
  page: Page,
  state: 'connecting' | 'live' | 'reconnecting' | 'ended',
): Promise<void> => expect(page.getByTestId('connection-state')).toHaveText(state)

const changeLastDigit = (digits: string): string =>
  digits.slice(0, -1) + String((Number(digits.at(-1)) + 1) % 10)

/** A code that is right in form, with the secret of none, or the room of none. */
export const spoilCode = (code: string, part: keyof Code): string => {
  const parsed = parseCode(code)
  if (!parsed.ok) throw new Error('the host shows something that is no code')
  return formatCode({ ...parsed.value, [part]: changeLastDigit(parsed.value[part]) })
}
