import type { Page } from '@playwright/test'
import type { Role } from '../../src/shared/pairing/context.ts'
import { expectNothingOpen } from '../support/expectations.ts'
import { joinWithCode, readCode, readNextCode, shareScreen } from '../support/product.ts'
import { expectSharing, watch } from '../support/session.ts'
import { forgetEvidence } from './support/evidence.ts'
import { test } from './support/fixtures.ts'
import { type HostileServer } from './support/hostile-server.ts'
import { relaying } from './support/meddler.ts'
import { expectFoiled } from './support/outcome.ts'

/** The server keeps all that was said in an honest session, and says it again in a later one. */

/** What each side was told, by the type of the message. */
type Recording = Record<Role, Map<string, string>>

/** A whole session, from the code to the picture; afterwards the viewer is back at the form. */
const record = async (server: HostileServer, host: Page, viewer: Page): Promise<Recording> => {
  const recording: Recording = { host: new Map(), viewer: new Map() }
  server.meddle(
    relaying(({ to, type, data }) => {
      recording[to.role ?? 'viewer'].set(type, data)
      return [data]
    }),
  )
  const code = await shareScreen(host)
  await watch(viewer, host, code)
  await viewer.reload()
  await readNextCode(host, code)
  await expectNothingOpen(viewer)
  await expectSharing(host, 0)
  await forgetEvidence(host)
  return recording
}

for (const [target, speaker] of [
  ['viewer', 'host'],
  ['host', 'viewer'],
] as const)
  test(`the ${target} hears what the ${speaker} said in an earlier session: the proof is wrong`, async ({
    server,
    host,
    viewer,
  }) => {
    const recording = await record(server, host, viewer)
    server.meddle(
      relaying(({ to, type, data }) => [
        (to.role === target ? recording[target].get(type) : undefined) ?? data,
      ]),
    )
    await joinWithCode(viewer, await readCode(host))

    await expectFoiled({ server, host, viewer }, { viewer: 'secret-mismatch', host: 'secret-mismatch' })
  })

for (const target of ['viewer', 'host'] as const)
  test(`the ${target} gets a sealed frame of an earlier session: it is not authentic`, async ({
    server,
    host,
    viewer,
  }) => {
    const recording = await record(server, host, viewer)
    server.meddle()
    await joinWithCode(viewer, await readCode(host))
    await host.getByTestId('accept-viewer').waitFor()

    const [to, from] = target === 'host' ? (['host', 'viewer'] as const) : (['viewer', 'host'] as const)
    server.app(to).signal(server.app(from).memberId, recording[target].get('sealed') ?? '')
    await expectFoiled({ server, host, viewer }, { viewer: 'tampered', host: 'tampered' })
  })
