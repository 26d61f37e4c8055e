import { failure } from './errors.ts'
import { err, ok, type Result } from './result.ts'

/** Digits at the end of a code that only the two apps know. */
export const SECRET_DIGITS = 5
/** Fewest and most digits of a room number: the server adds one whenever the space fills up. */
export const ROOM_DIGITS = { min: 5, max: 9 } as const

/** A one-time code, as read aloud: the room number the server allotted, and the secret it never sees. */
export interface Code {
  readonly room: string
  readonly secret: string
}

/** Fills `bytes` with cryptographically strong random values (`crypto.getRandomValues`, `randomFillSync`). */
export type RandomBytes = (length: number) => Uint8Array

/**
 * Draws `digits` decimal digits without modulo bias, by rejecting bytes of 250 and above. Throws if the source has
 * nothing to give.
 */
export const drawDigits = (digits: number, random: RandomBytes): string => {
  let drawn = ''
  while (drawn.length < digits) {
    const bytes = random(digits)
    if (bytes.length === 0) throw new Error('no random bytes')
    for (const byte of bytes) {
      if (byte < 250 && drawn.length < digits) drawn += String(byte % 10)
    }
  }
  return drawn
}

export const drawSecret = (random: RandomBytes): string => drawDigits(SECRET_DIGITS, random)

/** The code as shown and read aloud: `48213 90571`. */
export const formatCode = ({ room, secret }: Code): string => `${room} ${secret}`

/** The code as it stands in the fragment of a join link: `48213-90571`. */
export const codeToFragment = ({ room, secret }: Code): string => `${room}-${secret}`

/**
 * Reads a code as people type and paste it: any spaces, dashes, dots and full-width digits are understood.
 * @returns `code-invalid` when it cannot be a code; nothing is sent to a server for those.
 */
export const parseCode = (typed: string): Result<Code> => {
  const digits = typed.normalize('NFKC').replace(/[\s\p{Pd}._·]+/gu, '')
  const length = ROOM_DIGITS.max + SECRET_DIGITS
  if (!/^\d+$/.test(digits) || digits.length < ROOM_DIGITS.min + SECRET_DIGITS || digits.length > length)
    return err(failure('code-invalid'))
  return ok({ room: digits.slice(0, -SECRET_DIGITS), secret: digits.slice(-SECRET_DIGITS) })
}
