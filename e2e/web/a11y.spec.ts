import { AxeBuilder } from '@axe-core/playwright'
import { type BrowserContextOptions, expect, type Page } from '@playwright/test'
import { expectError, expectLivePicture } from '../support/expectations.ts'
import { startSilence } from '../support/relay.ts'
import { acceptViewer, joinWithCode, readNextCode, shareScreen } from '../support/product.ts'
import { test } from './fixtures.ts'

/** The success criteria that are checked: WCAG 2.2, levels A and AA, and what is good practice beyond them. */
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

const expectAccessible = async (page: Page, view: string): Promise<void> => {
  // Without legacy mode axe opens a tab of its own to put its results together, and takes the page off the screen.
  const { violations } = await new AxeBuilder({ page }).withTags(tags).setLegacyMode().analyze()
  const findings = violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`,
  )
  expect(findings, `what axe finds in ${view}`).toEqual([])
}

for (const locale of ['en', 'ko'] as const)
  for (const colorScheme of ['light', 'dark'] as const)
    test(`axe finds nothing in any view (${locale}, ${colorScheme})`, async ({
      server,
      launchHost,
      launchViewer,
    }) => {
      test.slow()
      // Half-way through a transition no colour is what it will be.
      const context: BrowserContextOptions = { locale, colorScheme, reducedMotion: 'reduce' }
      const { page: host } = await launchHost({ at: server.url, context })
      const { page: viewer } = await launchViewer({ at: `${server.url}/join`, context })
      await expect(host.locator('html')).toHaveAttribute('lang', locale)

      await expectAccessible(host, 'the start')
      await expectAccessible(viewer, 'joining')
      await joinWithCode(viewer, '123')
      await expectError(viewer, 'code-invalid')
      await expectAccessible(viewer, 'joining after an error')

      const code = await shareScreen(host)
      await expectAccessible(host, 'sharing, nobody there')
      await joinWithCode(viewer, code)
      await expect(host.getByTestId('accept-viewer')).toBeVisible()
      await readNextCode(host, code)
      // The wait must not end half-way through the search: the button then has the colours of both states.
      await expect(host.getByTestId('accept-viewer')).toBeEnabled()
      await expectAccessible(host, 'sharing, somebody asks')
      await expectAccessible(viewer, 'waiting to be let in')

      await acceptViewer(host)
      await expectLivePicture(viewer)
      await expectAccessible(host, 'sharing, somebody watches')
      await expectAccessible(viewer, 'watching')

      const controlState = viewer.getByTestId('control-state')
      await viewer.getByTestId('request-control').click()
      await expect(host.getByTestId('deny-control')).toBeVisible()
      await expectAccessible(host, 'sharing, somebody asks to point')
      await expectAccessible(viewer, 'asking to point')
      await host.getByTestId('grant-control').click()
      await expect(controlState).toHaveAttribute('data-state', 'pointing')
      await expectAccessible(host, 'sharing, somebody points')
      await expectAccessible(viewer, 'pointing')
      await host.getByTestId('revoke-control').click()
      await expect(controlState).toHaveAttribute('data-state', 'none')

      await host.getByTestId('pause-sharing').click()
      await expect(host.getByTestId('pause-sharing')).toHaveAttribute('aria-pressed', 'true')
      await expectAccessible(host, 'paused')
      await expectAccessible(viewer, 'watching, paused')

      await host.getByTestId('stop-sharing').click()
      await expectError(viewer, 'session-ended')
      await expectAccessible(viewer, 'the end')
      await expectAccessible(host, 'the start after sharing')
    })

for (const locale of ['en', 'ko'] as const)
  for (const colorScheme of ['light', 'dark'] as const)
    test(`axe finds nothing in the check and the settings (${locale}, ${colorScheme})`, async ({
      startServer,
      launchViewer,
    }) => {
      const silence = await startSilence()
      try {
        const server = await startServer({ STUN_URLS: `stun:127.0.0.1:${String(silence.port)}` })
        const context: BrowserContextOptions = { locale, colorScheme, reducedMotion: 'reduce' }
        const { page } = await launchViewer({ at: `${server.url}/check`, context })
        const outcome = page.getByTestId('doctor-outcome')
        await expect(outcome).toHaveAttribute('data-state', 'running')
        await expectAccessible(page, 'the check under way')
        await expect(page.locator('[data-finding="no-way-out"]')).toBeVisible()
        await expectAccessible(page, 'the check with findings')
        await server.stop()
        await page.getByTestId('doctor-again').click()
        await expect(page.locator('[data-finding="server-unreachable"]')).toBeVisible()
        await expectAccessible(page, 'the check without a server')

        await page.getByTestId('doctor-settings').click()
        await expectAccessible(page, 'the settings')
        await page.getByTestId('own-server-url').locator('input').fill('turn.example')
        await page.getByTestId('own-server').getByRole('button').click()
        await expect(page.getByTestId('own-server-url').locator('input')).toHaveAttribute(
          'aria-invalid',
          'true',
        )
        await expectAccessible(page, 'the settings after an error')
      } finally {
        await silence.stop()
      }
    })
