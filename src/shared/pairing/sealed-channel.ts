import { chacha20poly1305 } from '@noble/ciphers/chacha.js'
import { bytesToUtf8, concatBytes, equalBytes, numberToBytesBE, utf8ToBytes } from '@noble/ciphers/utils.js'
import { clean } from '@noble/hashes/utils.js'
import { decodeBase64url, encodeBase64url } from '../base64url.ts'
import { failure, type ErrorCode } from '../errors.ts'
import { MAX_SIGNAL_LENGTH } from '../protocol/signaling.ts'
import { err, ok, type Result } from '../result.ts'
import { lvCat } from './bytes.ts'
import { APPLICATION, type Role } from './context.ts'
import type { PairedKeys } from './keys.ts'

/**
 * What host and viewer say through the server after pairing: text in, opaque frames out, in order and without gaps.
 * A frame is the base64url of an 8-byte counter and of a message sealed with ChaCha20-Poly1305 (RFC 8439).
 */
export interface SealedChannel {
  /**
   * Seals the next message to the other side.
   * @returns `bad-request`, without harm to the channel, if it is too long or holds half of a surrogate pair.
   */
  readonly seal: (plaintext: string) => Result<string>
  /**
   * Opens the next frame from the other side.
   * @returns `tampered` unless it is exactly that; the channel is dead from then on, in both directions.
   */
  readonly open: (frame: string) => Result<string>
  /** Zeroes the keys. Every later call fails with `session-ended`. Idempotent. */
  readonly close: () => void
}

const COUNTER_BYTES = 8
const NONCE_BYTES = chacha20poly1305.nonceLength
const TAG_BYTES = chacha20poly1305.tagLength
/** Stands before each text, for TextDecoder swallows a byte order mark at the very start. */
const GUARD = '\n'

/** The longest frame, in characters: the `sealed` message around it is then as long as a signal may be. */
const MAX_FRAME_LENGTH =
  MAX_SIGNAL_LENGTH -
  JSON.stringify({ type: 'sealed', generation: Number.MAX_SAFE_INTEGER, frame: '' }).length
/** The longest plaintext, in bytes of UTF-8. */
export const MAX_PLAINTEXT_BYTES =
  Math.floor((MAX_FRAME_LENGTH * 6) / 8) - COUNTER_BYTES - TAG_BYTES - GUARD.length

/** The cipher for one frame. The counter is the nonce: a key has one direction, so none comes twice. */
const cipherFor = (key: Uint8Array, sid: Uint8Array, sender: Role, counter: Uint8Array) => {
  const nonce = concatBytes(new Uint8Array(NONCE_BYTES - COUNTER_BYTES), counter)
  const direction = sender === 'viewer' ? 'viewer to host' : 'host to viewer'
  return chacha20poly1305(key, nonce, lvCat(`${APPLICATION} channel`, sid, direction, counter))
}

const used = new WeakSet<PairedKeys>()

/**
 * Makes the one channel of these keys and owns its two keys from now on. Throws for keys that have had theirs: a second
 * channel would count from zero again and so repeat nonces.
 */
export const createSealedChannel = (keys: PairedKeys): SealedChannel => {
  if (used.has(keys)) throw new Error('these keys have had their channel')
  used.add(keys)
  const { role, sid, sendKey, receiveKey } = keys
  const peer = role === 'viewer' ? 'host' : 'viewer'
  let sent = 0
  let received = 0
  let ended: ErrorCode | undefined

  const end = (code: ErrorCode): void => {
    ended ??= code
    clean(sendKey, receiveKey)
  }

  /** `undefined` unless the frame is authentic and the very next one. */
  const decrypt = (frame: string): string | undefined => {
    const bytes = decodeBase64url(frame)
    const counter = numberToBytesBE(received, COUNTER_BYTES)
    if (!bytes.ok || !equalBytes(bytes.value.subarray(0, COUNTER_BYTES), counter)) return undefined
    try {
      const opened = cipherFor(receiveKey, sid, peer, counter).decrypt(bytes.value.subarray(COUNTER_BYTES))
      return bytesToUtf8(opened).slice(GUARD.length)
    } catch {
      return undefined
    }
  }

  return {
    seal: (plaintext) => {
      if (ended) return err(failure(ended))
      const bytes = utf8ToBytes(GUARD + plaintext)
      if (bytes.length > MAX_PLAINTEXT_BYTES + GUARD.length || /\p{Surrogate}/u.test(plaintext))
        return err(failure('bad-request'))
      const counter = numberToBytesBE(sent, COUNTER_BYTES)
      sent += 1
      return ok(encodeBase64url(concatBytes(counter, cipherFor(sendKey, sid, role, counter).encrypt(bytes))))
    },
    open: (frame) => {
      if (ended) return err(failure(ended))
      const plaintext = decrypt(frame)
      if (plaintext === undefined) {
        end('tampered')
        return err(failure('tampered'))
      }
      received += 1
      return ok(plaintext)
    },
    close: () => end('session-ended'),
  }
}
