import { expect, type Page } from '@playwright/test'
import { type Code, formatCode, parseCode } from '../../src/shared/code.ts'

/** What people do with Beckon, by the test ids that are part of its contract. */

/** Starts sharing and gives the code, as it is read aloud. */
export const shareScreen = async (host: Page): Promise<string> => {
  await host.getByTestId('share-screen').click()
  return readCode(host)
}

/** The code that the host's page shows now. */
export const readCode = async (host: Page): Promise<string> => {
  const code = host.getByTestId('session-code')
  await expect(code).toHaveText(/\d{5}/)
  return (await code.innerText()).trim()
}

/** Waits until the host's page shows another code than `usedCode`. */
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

/** A code of the same room with a secret that is wrong, or of another room; right in form both times. */
export const spoilCode = (code: string, part: keyof Code): string => {
  const parsed = parseCode(code)
  if (!parsed.ok) throw new Error('the host shows something that is no code')
  return formatCode({ ...parsed.value, [part]: changeLastDigit(parsed.value[part]) })
}
