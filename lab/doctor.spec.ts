import { expect } from '@playwright/test'
import type { FindingCode } from '../src/shared/doctor/findings.ts'
import type { Access } from './support/access.ts'
import { test } from './support/fixtures.ts'
import { openPage } from './support/person.ts'
import { origin } from './support/servers.ts'

/** What the connection check has to say in each kind of network. */
const expected: readonly (readonly [Access, readonly FindingCode[]])[] = [
  ['cone', []],
  ['symmetric', ['symmetric']],
  ['no-udp', ['udp-blocked']],
  ['web-only', ['udp-blocked']],
]

for (const [access, findings] of expected)
  test(`the check behind ${access} finds ${findings.join(', ') || 'nothing'}`, async ({ lab }) => {
    lab.network.homes[0].use({ access, family: 'ipv4' })
    const page = await openPage(await lab.browser(0), `${origin}/check`)
    await expect(page.getByTestId('doctor-outcome')).toHaveAttribute('data-state', 'done')
    const found = page.locator('[data-finding]')
    expect(await found.evaluateAll((all) => all.map((it) => it.getAttribute('data-finding')))).toEqual(
      findings,
    )
    await page.context().close()
  })
