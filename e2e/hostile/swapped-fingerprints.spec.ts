import { encodeBase64url } from '../../src/shared/base64url.ts'
import type { Role } from '../../src/shared/pairing/context.ts'
import { bytesOf, forgedData } from '../../src/shared/pairing/testing/hostile-server.ts'
import { joinWithCode, shareScreen } from '../support/product.ts'
import { test } from './support/fixtures.ts'
import { type Meddler, relaying } from './support/meddler.ts'
import { expectFoiled } from './support/outcome.ts'

/**
 * The oldest attack on WebRTC: the server puts the fingerprint of its own certificate in the place of a side's. Here
 * fingerprints travel once, in the data that pairing authenticates.
 */

const ownFingerprint = new Uint8Array(32).fill(0xab)

/** The nonce is the last field of the associated data, and has 16 bytes. */
const withOwnFingerprint = (role: Role, data: string): string =>
  forgedData(role, encodeBase64url(bytesOf(data).slice(-16)), ownFingerprint)

const swapping = (type: 'pair-start' | 'pair-reply', role: Role): Meddler =>
  relaying((signal) => {
    if (signal.type !== type) return [signal.data]
    const message = JSON.parse(signal.data) as { readonly data: string }
    return [JSON.stringify({ ...message, data: withOwnFingerprint(role, message.data) })]
  })

for (const [whose, type, role] of [
  ["the viewer's", 'pair-start', 'viewer'],
  ["the host's", 'pair-reply', 'host'],
] as const)
  test(`${whose} fingerprint is swapped: the proof is wrong`, async ({ server, host, viewer }) => {
    server.meddle(swapping(type, role))
    await joinWithCode(viewer, await shareScreen(host))

    await expectFoiled({ server, host, viewer }, { viewer: 'secret-mismatch', host: 'secret-mismatch' })
  })
