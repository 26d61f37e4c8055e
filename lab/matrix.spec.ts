import { expect } from '@playwright/test'
import { type Access, accesses, canBeDirect } from './support/access.ts'
import { connect } from './support/connect.ts'
import { test } from './support/fixtures.ts'
import type { Family } from './support/network.ts'

/** Cells that stand for the rest where there is no time for all. */
const short = new Set(['open × open', 'cone × cone', 'symmetric × symmetric', 'no-udp × open'])

for (const host of accesses)
  for (const viewer of accesses) {
    const name = `${host} × ${viewer}`
    test(name, { tag: short.has(name) ? '@short' : '@long' }, async ({ lab }, testInfo) => {
      const session = await connect(lab, {
        host: { access: host, family: 'ipv4' },
        viewer: { access: viewer, family: 'ipv4' },
      })
      const { route, firstFrameMs } = session
      await testInfo.attach('cell', { body: JSON.stringify({ host, viewer, route, firstFrameMs }) })
      expect(route).toMatch(canBeDirect(host, viewer) ? /^direct$/ : /^relayed/)
      await session.close()
    })
  }

/** A home that has but one family, behind a firewall that lets in what was asked for. */
const mixed: readonly (readonly [Family, Family, Access])[] = [
  ['ipv6', 'ipv6', 'cone'],
  ['ipv6', 'ipv4', 'cone'],
  ['ipv4', 'ipv6', 'cone'],
]

for (const [host, viewer, access] of mixed)
  test(`${host} only × ${viewer} only`, { tag: '@long' }, async ({ lab }, testInfo) => {
    const session = await connect(lab, {
      host: { access, family: host },
      viewer: { access, family: viewer },
    })
    const { route, firstFrameMs } = session
    await testInfo.attach('family', { body: JSON.stringify({ host, viewer, route, firstFrameMs }) })
    expect(route).toMatch(host === viewer ? /^direct$/ : /^relayed/)
    await session.close()
  })
