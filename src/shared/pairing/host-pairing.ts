import { decodeBase64url, encodeBase64url } from '../base64url.ts'
import { failure } from '../errors.ts'
import { err, ok } from '../result.ts'
import { drawBytes } from './bytes.ts'
import { NONCE_BYTES, type PairingOptions } from './context.ts'
import type { PairedKeys } from './keys.ts'
import { agreeWith, confirm, encodeMessage, openRun, ownTag } from './run.ts'
import { awaitMessage, type MessageOf, type Move } from './step.ts'

/** The viewer has proved that it knows the secret; the host's own proof may go out now, and not before. */
export interface ViewerProved {
  readonly message: MessageOf<'pair-confirm'>
  /**
   * Whether `message` arrives the host cannot know: the viewer has the same keys once its first sealed frame opens,
   * and until then nobody may be shown as paired.
   */
  readonly keys: PairedKeys
}

/**
 * The host's side of pairing: CPace's responder. What it sends tells nothing about the secret until the viewer has
 * proved to know it. The first right proof burns the code, also for runs that began before.
 *
 * Failures: `version-mismatch`; `bad-request` (malformed, or a share to abort on); `tampered` (the associated data is
 * not of this run); `code-invalid` (no try is left, or the code is burnt); `secret-mismatch` (the viewer's tag is wrong).
 */
export const pairAsHost = (options: PairingOptions): Move<'pair-hello', Move<'pair-reply', ViewerProved>> => {
  const { version, random, tries } = options
  const nonce = drawBytes(NONCE_BYTES, random)
  return {
    message: { type: 'pair-hello', version, nonce: encodeBase64url(nonce) },
    next: awaitMessage('pair-start', (start) => {
      if (start.version !== version) return err(failure('version-mismatch'))
      const viewerNonce = decodeBase64url(start.nonce)
      if (!viewerNonce.ok) return viewerNonce
      const run = openRun('host', options, { viewer: viewerNonce.value, host: nonce })
      const agreement = agreeWith(run, start)
      if (!agreement.ok) return agreement
      return ok({
        message: { type: 'pair-reply', ...encodeMessage(run.own) },
        next: awaitMessage('pair-proof', (proof) => {
          const tag = decodeBase64url(proof.tag)
          if (!tag.ok) return tag
          if (!tries.spend()) return err(failure('code-invalid'))
          const keys = confirm(agreement.value, tag.value)
          if (!keys.ok) return keys
          tries.burn()
          return ok({
            message: { type: 'pair-confirm', tag: ownTag(agreement.value) },
            keys: keys.value,
          })
        }),
      })
    }),
  }
}
