import { expect } from '@playwright/test'
import type { FindingCode } from '../src/shared/doctor/findings.ts'
import type { Access } from './support/access.ts'
import { type Laboratory, test } from './support/fixtures.ts'
import { openPage } from './support/person.ts'
import { origin } from './support/servers.ts'

/** What the connection check has to say in each kind of network. */
const expected: readonly (readonly [Access, readonly FindingCode[]])[] = [
  ['cone', []],
  ['symmetric', ['symmetric']],
  ['no-udp', ['udp-blocked']],
  ['web-only', ['udp-blocked']],
]

/** What the check says to somebody in the first home. */
const check = async (
  { network, browser }: Laboratory,
  access: Access,
): Promise<readonly (string | null)[]> => {
  network.homes[0].use({ access, family: 'ipv4' })
  const page = await openPage(await browser(0), `${origin}/check`)
  await expect(page.getByTestId('doctor-outcome')).toHaveAttribute('data-state', 'done')
  const found = await page
    .locator('[data-finding]')
    .evaluateAll((all) => all.map((it) => it.getAttribute('data-finding')))
  await page.context().close()
  return found
}

for (const [access, findings] of expected)
  test(`the check behind ${access} finds ${findings.join(', ') || 'nothing'}`, async ({ lab }) => {
    expect(await check(lab, access)).toEqual(findings)
  })

test('the check behind web-only takes no relay whose certificate is not to be trusted', async ({ lab }) => {
  await lab.servers.killRelay()
  await lab.servers.startImpostorRelay()
  try {
    expect(await check(lab, 'web-only')).toEqual(['no-way-out'])
  } finally {
    await lab.servers.killRelay()
    await lab.servers.startRelay()
  }
})
