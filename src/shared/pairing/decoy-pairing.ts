import { decodeBase64url, encodeBase64url } from '../base64url.ts'
import { failure } from '../errors.ts'
import { err, ok, type Result } from '../result.ts'
import { drawBytes } from './bytes.ts'
import { encodeData, NONCE_BYTES, openData, type PairingOptions } from './context.ts'
import { drawElement, isShare } from './cpace.ts'
import { decodeMessage, type EncodedMessage } from './run.ts'
import { awaitMessage, type Move, type Step } from './step.ts'

/** `fingerprint` is that of the certificate which the host would have: one for all its runs. */
export type DecoyOptions = Pick<PairingOptions, 'version' | 'fingerprint' | 'random'>

/**
 * A host that there is not: says what pairAsHost says to whoever does not know the secret, bit for bit of the same
 * distribution, for a fraction of its cost, since nothing is multiplied. A share is a random element of the group to
 * everybody but its maker, so a drawn one does; the other side's message is checked as a host would.
 *
 * Failures: as pairAsHost's, and for every proof, right or wrong, `code-invalid`.
 */
export const pairAsDecoy = ({
  version,
  fingerprint,
  random,
}: DecoyOptions): Move<'pair-hello', Move<'pair-reply', never>> => {
  const nonce = drawBytes(NONCE_BYTES, random)
  return {
    message: { type: 'pair-hello', version, nonce: encodeBase64url(nonce) },
    next: goOnAsDecoy({ version, fingerprint, random }, nonce),
  }
}

/** Takes the place of a host that has said hello with this nonce, and is gone. */
export const goOnAsDecoy = (
  { version, fingerprint, random }: DecoyOptions,
  nonce: Uint8Array,
): Step<Move<'pair-reply', never>> =>
  awaitMessage('pair-start', (start) => {
    if (start.version !== version) return err(failure('version-mismatch'))
    const viewerNonce = decodeBase64url(start.nonce)
    if (!viewerNonce.ok) return viewerNonce
    const checked = checkMessage(start, { role: 'viewer', version, nonce: viewerNonce.value })
    if (!checked.ok) return checked
    return ok({
      message: {
        type: 'pair-reply',
        share: encodeBase64url(drawElement(random)),
        data: encodeBase64url(encodeData({ role: 'host', version, nonce }, fingerprint)),
      },
      next: awaitMessage('pair-proof', (proof) => {
        const tag = decodeBase64url(proof.tag)
        return tag.ok ? err(failure('code-invalid')) : tag
      }),
    })
  })

/** The checks of `agreeWith`, in its order. */
const checkMessage = (message: EncodedMessage, expected: Parameters<typeof openData>[1]): Result<unknown> => {
  const theirs = decodeMessage(message)
  if (!theirs.ok) return theirs
  const fingerprint = openData(theirs.value.data, expected)
  if (!fingerprint.ok) return fingerprint
  return isShare(theirs.value.share) ? ok(undefined) : err(failure('bad-request'))
}
