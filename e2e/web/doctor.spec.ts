import { expect, type Page } from '@playwright/test'
import type { FindingCode } from '../../src/shared/doctor/findings.ts'
import { test as base } from '../support/fixtures.ts'
import { tabTo } from '../support/keyboard.ts'
import { type Relay, type Running, startRelay, startSilence } from '../support/relay.ts'

interface Fixtures {
  readonly relay: Relay
  readonly silence: Running & { readonly port: number }
}

const test = base.extend<Fixtures>({
  relay: async ({}, use) => {
    const relay = await startRelay()
    await use(relay)
    await relay.stop()
  },
  silence: async ({}, use) => {
    const silence = await startSilence()
    await use(silence)
    await silence.stop()
  },
})

/** Waits for the check to end, and reads what it found. */
const findingsOn = async (page: Page): Promise<(string | null)[]> => {
  await expect(page.getByTestId('doctor-outcome')).toHaveAttribute('data-state', 'done')
  return page.locator('[data-finding]').evaluateAll((all) => all.map((it) => it.getAttribute('data-finding')))
}

const expectFindings = async (page: Page, ...expected: readonly FindingCode[]): Promise<void> =>
  expect(await findingsOn(page)).toEqual(expected)

test('the check finds nothing where a relay answers, and tells no address unasked', async ({
  relay,
  startServer,
  launchViewer,
}) => {
  const { url } = await startServer(relay.settings)
  const { page } = await launchViewer({
    at: `${url}/join`,
    context: { permissions: ['clipboard-read', 'clipboard-write'] },
  })
  await tabTo(page, 'open-check')
  await page.keyboard.press('Enter')
  await expectFindings(page)
  await expect(page.getByTestId('doctor-facts')).toContainText(/Relay over UDP\s*\d+ ms/)
  await expect(page.getByTestId('doctor-facts')).toContainText(/Relay over TLS\s*none named/)

  const copy = async (): Promise<string> => {
    await tabTo(page, 'copy-report')
    await page.keyboard.press('Enter')
    return page.evaluate(() => navigator.clipboard.readText())
  }
  const address = /\d+\.\d+\.\d+\.\d+|\.local/
  expect(await copy()).not.toMatch(address)
  await tabTo(page, 'doctor-addresses')
  await page.keyboard.press('Space')
  await expect.poll(copy).toMatch(address)
})

test('the check finds that UDP is blocked, and the relay that is left', async ({
  silence,
  startServer,
  launchViewer,
}) => {
  const relay = await startRelay(silence.port)
  try {
    const { url } = await startServer(relay.settings)
    const { page } = await launchViewer({ at: `${url}/check` })
    await expect(page.getByTestId('doctor-outcome')).toHaveAttribute('data-state', 'running')
    await expectFindings(page, 'udp-blocked')
  } finally {
    await relay.stop()
  }
})

test('the check says why a server is of no use', async ({ startServer, launchViewer }) => {
  const server = await startServer()
  const { page } = await launchViewer({ at: server.url })
  // The check itself comes once the start is there.
  await page.waitForLoadState('networkidle')
  await server.stop()
  await page.getByTestId('open-check').click()
  await expectFindings(page, 'server-unreachable')
  await page.getByTestId('doctor-settings').click()
  await expect(page.getByTestId('relay-only')).toBeVisible()

  const again = await startServer({ PORT: String(server.port) })
  await page.getByTestId('open-check').click()
  await expectFindings(page, 'no-relay')

  await again.stop()
  const otherProtocol = ['--import', new URL('../support/other-protocol.ts', import.meta.url).href]
  await startServer({ PORT: String(server.port) }, otherProtocol)
  await page.getByTestId('doctor-again').click()
  await expectFindings(page, 'version-mismatch')
})

test('settings of the connection are made in the browser by keyboard, and outlive the page', async ({
  relay,
  startServer,
  launchViewer,
}) => {
  const { url } = await startServer()
  const { page } = await launchViewer({ at: url })
  await tabTo(page, 'open-settings')
  await page.keyboard.press('Enter')
  await tabTo(page, 'relay-only')
  await page.keyboard.press('Space')
  await page.reload()
  await expect(page.getByTestId('relay-only')).toBeChecked()
  await tabTo(page, 'open-check')
  await page.keyboard.press('Enter')
  await expectFindings(page, 'relay-only-without-relay')

  // A relay of the person's own, with credentials that somebody made for them.
  const [, own = ''] = relay.settings.TURN_URLS?.split(',') ?? []
  await tabTo(page, 'doctor-settings')
  await page.keyboard.press('Enter')
  await tabTo(page, 'own-server-url', 'input')
  await page.keyboard.type(own)
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('own-server-username')).toContainText('needs a user name and a password')
  const { username, credential } = relay.credentials
  await tabTo(page, 'own-server-username', 'input')
  await page.keyboard.type(username)
  await tabTo(page, 'own-server-credential', 'input')
  await page.keyboard.type(credential)
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('own-server').getByText('Saved.')).toBeVisible()
  await page.goto(`${url}/check`)
  await expectFindings(page)
})

test('a broken setting does not keep the page from starting', async ({ startServer, launchViewer }) => {
  const { url } = await startServer()
  const { page } = await launchViewer({ at: url })
  const logged: string[] = []
  page.on('console', (message) => logged.push(message.text()))
  await page.evaluate(() => localStorage.setItem('beckon.own-server', '{"credential":"hunter2"'))
  await page.goto(`${url}/settings`)
  await expect(page.getByTestId('own-server-url').locator('input')).toHaveValue('')
  expect(logged.join('\n')).not.toContain('hunter2')
})
