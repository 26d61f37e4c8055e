import { decodeBase64url, encodeBase64url } from '../base64url.ts'
import { failure } from '../errors.ts'
import { err, ok } from '../result.ts'
import { drawBytes } from './bytes.ts'
import { NONCE_BYTES, type PairingOptions } from './context.ts'
import type { PairedKeys } from './keys.ts'
import { agreeWith, confirm, encodeMessage, openRun, ownTag } from './run.ts'
import { awaitMessage, type Move, type Step } from './step.ts'

/**
 * The viewer's side of pairing: CPace's initiator, and the one who proves first that it knows the secret.
 *
 * Failures: `version-mismatch`; `bad-request` (malformed, or a share to abort on); `tampered` (the associated data is
 * not of this run); `too-many-tries` (none is left for a proof); `secret-mismatch` (the host's tag is wrong).
 */
export const pairAsViewer = (
  options: PairingOptions,
): Step<Move<'pair-start', Move<'pair-proof', PairedKeys>>> =>
  awaitMessage('pair-hello', (hello) => {
    const { version, random, tries } = options
    if (hello.version !== version) return err(failure('version-mismatch'))
    const hostNonce = decodeBase64url(hello.nonce)
    if (!hostNonce.ok) return hostNonce
    const nonce = drawBytes(NONCE_BYTES, random)
    const run = openRun('viewer', options, { viewer: nonce, host: hostNonce.value })
    return ok({
      message: {
        type: 'pair-start',
        version,
        nonce: encodeBase64url(nonce),
        ...encodeMessage(run.own),
      },
      next: awaitMessage('pair-reply', (reply) => {
        const agreement = agreeWith(run, reply)
        if (!agreement.ok) return agreement
        if (!tries.spend()) return err(failure('too-many-tries'))
        return ok({
          message: { type: 'pair-proof', tag: ownTag(agreement.value) },
          next: awaitMessage('pair-confirm', (confirmation) => {
            const tag = decodeBase64url(confirmation.tag)
            return tag.ok ? confirm(agreement.value, tag.value) : tag
          }),
        })
      }),
    })
  })
