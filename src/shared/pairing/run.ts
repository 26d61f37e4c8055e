import { equalBytes } from '@noble/curves/utils.js'
import { clean } from '@noble/hashes/utils.js'
import { decodeBase64url, encodeBase64url } from '../base64url.ts'
import { failure } from '../errors.ts'
import { err, ok, type Result } from '../result.ts'
import { channelOf, encodeData, openData, passwordOf, sessionIdOf } from './context.ts'
import type { PairingOptions, Role } from './context.ts'
import { agree, confirmationTags, createShare, type CpaceMessage } from './cpace.ts'
import { derivePairedKeys, type Agreement, type PairedKeys } from './keys.ts'

/** What the two sides of a run do alike. viewer-pairing.ts and host-pairing.ts put it in order. */

interface Nonces {
  readonly viewer: Uint8Array
  readonly host: Uint8Array
}

/** A side's CPace message as it stands in `pair-start` and `pair-reply`. */
export interface EncodedMessage {
  readonly share: string
  readonly data: string
}

/** A run as one side has it once both nonces are known. */
interface Run {
  readonly role: Role
  readonly version: number
  readonly nonces: Nonces
  readonly channel: Uint8Array
  readonly sid: Uint8Array
  readonly scalar: bigint
  readonly own: CpaceMessage
}

/** Makes this side's share, for this run alone. */
export const openRun = (role: Role, options: PairingOptions, nonces: Nonces): Run => {
  const { code, version, fingerprint, random } = options
  const channel = channelOf(options)
  const sid = sessionIdOf(nonces.host, nonces.viewer)
  const { scalar, share } = createShare({ password: passwordOf(code), channel, sid }, random)
  const own = { share, data: encodeData({ role, version, nonce: nonces[role] }, fingerprint) }
  return { role, version, nonces, channel, sid, scalar, own }
}

export const encodeMessage = ({ share, data }: CpaceMessage): EncodedMessage => ({
  share: encodeBase64url(share),
  data: encodeBase64url(data),
})

export const decodeMessage = (message: EncodedMessage): Result<CpaceMessage> => {
  const share = decodeBase64url(message.share)
  if (!share.ok) return share
  const data = decodeBase64url(message.data)
  return data.ok ? ok({ share: share.value, data: data.value }) : data
}

/**
 * Takes the other side's CPace message.
 * @returns `bad-request` if it is malformed or a share to abort on, `tampered` if its data is not of this run.
 */
export const agreeWith = (run: Run, message: EncodedMessage): Result<Agreement> => {
  const { role, version, nonces, channel, sid, scalar, own } = run
  const theirs = decodeMessage(message)
  if (!theirs.ok) return theirs
  const theirRole = role === 'viewer' ? 'host' : 'viewer'
  const fingerprint = openData(theirs.value.data, { role: theirRole, version, nonce: nonces[theirRole] })
  if (!fingerprint.ok) return fingerprint
  const transcript =
    role === 'viewer'
      ? { initiator: own, responder: theirs.value }
      : { initiator: theirs.value, responder: own }
  const sessionKey = agree(scalar, theirs.value.share, sid, transcript)
  if (!sessionKey.ok) return sessionKey
  const tags = confirmationTags(sid, sessionKey.value, transcript)
  return ok({
    role,
    channel,
    sid,
    transcript,
    sessionKey: sessionKey.value,
    tags,
    remoteFingerprint: fingerprint.value,
  })
}

/** The tag that proves this side's knowledge of the secret, as sent. */
export const ownTag = ({ role, tags }: Agreement): string =>
  encodeBase64url(role === 'viewer' ? tags.initiator : tags.responder)

/**
 * Checks the other side's tag, in constant time, and only then derives keys. ISK is zeroed either way.
 * @returns `secret-mismatch` if the tag is wrong.
 */
export const confirm = (agreement: Agreement, theirTag: Uint8Array): Result<PairedKeys> => {
  const { role, tags, sessionKey } = agreement
  const isRight = equalBytes(theirTag, role === 'viewer' ? tags.responder : tags.initiator)
  const keys = isRight ? ok(derivePairedKeys(agreement)) : err(failure('secret-mismatch'))
  clean(sessionKey)
  return keys
}
