import { decodeBase64url, encodeBase64url } from '../../base64url.ts'
import type { PairingMessage } from '../../protocol/pairing-messages.ts'
import { encodeData, type Role } from '../context.ts'
import type { MessageOf } from '../step.ts'
import type { Relay } from './run-pairing.ts'

/** Tools of a server that interferes, for tests. */

type MessageType = PairingMessage['type']

/** Puts other fields into the messages of one type. */
export const rewriting =
  <Type extends MessageType>(
    type: Type,
    change: (message: MessageOf<Type>) => Partial<Record<keyof MessageOf<Type>, unknown>>,
  ): Relay =>
  (text, actual) => {
    if (actual !== type) return text
    const message = JSON.parse(text) as MessageOf<Type>
    return JSON.stringify({ ...message, ...change(message) })
  }

/** Hands on every message, and keeps a copy. */
export const recording = (): { readonly relay: Relay; readonly textOf: (type: MessageType) => string } => {
  const texts = new Map<MessageType, string>()
  return {
    relay: (text, type) => {
      texts.set(type, text)
      return text
    },
    textOf: (type) => texts.get(type) ?? '',
  }
}

export const bytesOf = (text: string): Uint8Array => {
  const decoded = decodeBase64url(text)
  if (!decoded.ok) throw new Error('not base64url')
  return decoded.value
}

/** Associated data as a side would send it, with whatever the server likes in it. */
export const forgedData = (role: Role, nonce: string, fingerprint: Uint8Array, version = 1): string =>
  encodeBase64url(encodeData({ role, version, nonce: bytesOf(nonce) }, fingerprint))
