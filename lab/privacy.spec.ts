import { expect } from '@playwright/test'
import { connect } from './support/connect.ts'
import { test } from './support/fixtures.ts'
import { readLeg } from './support/route.ts'

test('a host who prefers a relay gets one, though a direct way exists', async ({ lab }) => {
  const open = { access: 'open', family: 'ipv4' } as const
  const session = await connect(lab, { host: open, viewer: open, hostPrefersRelay: true })
  expect((await readLeg(session.host)).type).toBe('relay')
  // The viewer has heard of no other address of the host than the relay's.
  const known = await session.viewer.evaluate(() => window.labRemoteTypes())
  expect(known).toEqual(['relay'])
  await session.close()
})
