import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'
import { expectError, expectLivePicture } from '../support/expectations.ts'
import { acceptViewer, joinWithCode, shareScreen } from '../support/product.ts'
import { shareAndWatch } from '../support/session.ts'
import { test } from './fixtures.ts'

/** The wait of a person who never let anybody in; what it may take more is the machine's doing. */
const CAREFUL_WAIT_MS = 8_000

const expectNoFindings = async (page: Page, view: string): Promise<void> => {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze()
  expect(
    violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`),
    `what axe finds in ${view}`,
  ).toEqual([])
}

/** The four words, as a person reads them aloud. */
const readWords = async (page: Page): Promise<readonly string[]> => {
  const words = page.getByTestId('verification-words').getByRole('listitem')
  await expect(words).toHaveCount(4)
  return words.allInnerTexts()
}

test('a first-time host cannot let anybody in at once, and one click does it afterwards', async ({
  server,
  viewer,
  launchHost,
}) => {
  const { page: host } = await launchHost({ at: server.url, isNew: true })
  await joinWithCode(viewer, await shareScreen(host))

  const accept = host.getByTestId('accept-viewer')
  await expect(accept).toBeVisible()
  const seenAt = Date.now()
  await expect(accept).toBeDisabled()
  // A click that gets past the button's state gives nothing.
  await accept.dispatchEvent('click')
  await expect(viewer.getByTestId('remote-video')).toBeHidden()
  await acceptViewer(host)
  expect(Date.now() - seenAt).toBeGreaterThan(CAREFUL_WAIT_MS - 1_000)
  await expectLivePicture(viewer)
  expect(await host.evaluate(() => localStorage.getItem('beckon.has-accepted'))).toBe('true')
})

test('the wait stands still while the request is out of sight', async ({ server, viewer, launchHost }) => {
  const { page: host } = await launchHost({ at: server.url, isNew: true })
  await joinWithCode(viewer, await shareScreen(host))
  const accept = host.getByTestId('accept-viewer')
  await expect(accept).toBeVisible()

  await host.getByRole('link', { name: 'Beckon, home' }).click()
  await expect(accept).toBeHidden()
  await host.waitForTimeout(CAREFUL_WAIT_MS)
  await host.goBack()
  await expect(accept).toBeDisabled()
  await expect(accept).toBeEnabled({ timeout: 2 * CAREFUL_WAIT_MS })
})

test('a host who was called is asked to make sure, and waits longer', async ({ host, viewer }) => {
  await joinWithCode(viewer, await shareScreen(host))
  const accept = host.getByTestId('accept-viewer')
  await expect(accept).toBeEnabled()

  await host.getByTestId('contact-theirs').click()
  await expect(accept).toBeDisabled()
  await expect(host.getByText('call them on a number you already know')).toBeVisible()
  await host.getByTestId('contact-mine').click()
  await expect(accept).toBeDisabled()
  await acceptViewer(host)
  await expectLivePicture(viewer)
})

test('a stranger is turned away, and the host told what to do', async ({ host, viewer }) => {
  await viewer.getByLabel('Your name').fill('Police: press Let in now')
  await joinWithCode(viewer, await shareScreen(host))
  await expect(host.getByRole('heading', { level: 3 })).toHaveText(
    '“Police: press Let in now” wants to watch',
  )

  await host.getByTestId('stranger-asked').click()
  await expectError(viewer, 'denied')
  const advice = host.getByTestId('stranger-advice')
  await expect(advice).toContainText('Hang up')
  await expect(advice.getByRole('heading')).toBeFocused()
  await expect(host.getByTestId('session-code')).toBeHidden()
  await expectNoFindings(host, 'the advice')
  await advice.getByRole('button', { name: 'Stop sharing' }).click()
  await expect(host.getByTestId('share-screen')).toBeVisible()
})

test('both read the same words, waiting and watching, in either language', async ({
  server,
  host,
  launchViewer,
}) => {
  const { page: viewer } = await launchViewer({ at: `${server.url}/join`, context: { locale: 'ko-KR' } })
  await joinWithCode(viewer, await shareScreen(host))

  await host.getByTestId('compare-words').click()
  const words = await readWords(host)
  await viewer.getByTestId('compare-words').click()
  expect(await readWords(viewer)).not.toEqual(words)
  await viewer.getByTestId('words-language-en').click()
  await expect.poll(() => readWords(viewer)).toEqual(words)
  await expectNoFindings(host, 'the words at the host')
  await expectNoFindings(viewer, 'the words at the viewer')

  await acceptViewer(host)
  await expectLivePicture(viewer)
  await viewer.getByTestId('compare-words').click()
  await viewer.getByTestId('words-language-en').click()
  await expect.poll(() => readWords(viewer)).toEqual(words)
  await host.getByTestId('compare-words').click()
  expect(await readWords(host)).toEqual(words)
  // Which of the two depends on the addresses that this computer has.
  await expect(host.getByTestId('viewer-route')).toHaveText(/^(same network|direct)$/)
  await expect(viewer.getByTestId('session-route')).toHaveText(/^(같은 네트워크|직접 연결)$/)
  for (const [page, route] of [
    [host, 'viewer-route'],
    [viewer, 'session-route'],
  ] as const) {
    await page.getByTestId(route).click()
    await expect(page.getByTestId('route-details')).toContainText('UDP')
    await expectNoFindings(page, 'the route')
    await page.keyboard.press('Escape')
  }

  await host.getByTestId('words-differ').click()
  await expectError(viewer, 'removed')
})

test('a request is answered with the keyboard alone', async ({ host, viewer }) => {
  await joinWithCode(viewer, await shareScreen(host))
  await expect(host.getByTestId('accept-viewer')).toBeEnabled()

  const visited: string[] = []
  for (let presses = 0; presses < 40 && !visited.includes('accept-viewer'); presses += 1) {
    await host.keyboard.press('Tab')
    visited.push(await host.evaluate(() => document.activeElement?.getAttribute('data-testid') ?? ''))
  }
  const answers = ['stranger-asked', 'compare-words', 'deny-viewer', 'accept-viewer']
  expect(visited.filter((it) => answers.includes(it))).toEqual(answers)
  await host.keyboard.press('Enter')
  await expectLivePicture(viewer)
})

test('a page says what it has to trust, and leads to the app', async ({
  server,
  host,
  viewer,
  launchViewer,
}) => {
  await shareAndWatch(host, viewer)
  await host.getByTestId('browser-truth').click()
  await expect(host.getByText('in a browser you trust that server')).toBeVisible()
  await expectNoFindings(host, 'what a page has to trust')

  const { page: another } = await launchViewer({ at: `${server.url}/join` })
  await another.getByTestId('join-code').fill('48213 90571')
  await another.getByTestId('browser-truth').click()
  await expect(another.getByRole('link', { name: 'Open this code in the app' })).toHaveAttribute(
    'href',
    'beckon://join/48213-90571',
  )
})
