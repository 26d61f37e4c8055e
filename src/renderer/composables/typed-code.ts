import { ROOM_DIGITS, SECRET_DIGITS } from '#shared/code.ts'

const MAX_DIGITS = ROOM_DIGITS.max + SECRET_DIGITS

export interface TypedCode {
  /** Digits in two groups, as codes are shown: `48213 90571`. */
  readonly text: string
  /** Where the caret belongs, as an index into `text`. */
  readonly caret: number
}

const digitsOf = (typed: string): string => typed.normalize('NFKC').replace(/\D/g, '')

/** Where the blank goes. The last five are the secret; until there are ten digits, the first five stand together. */
const groupEnd = (count: number): number => Math.max(ROOM_DIGITS.min, count - SECRET_DIGITS)

const group = (digits: string): string => {
  const end = groupEnd(digits.length)
  return digits.length > end ? `${digits.slice(0, end)} ${digits.slice(end)}` : digits
}

/** A join link holds its code in the fragment; its host and port may hold digits too. */
const withoutLink = (pasted: string): string => pasted.slice(pasted.lastIndexOf('#') + 1)

/**
 * Regroups a code while it is typed, pasted or corrected.
 * @param caret index into `typed` where the person is
 * @param forward whether the last edit was a delete to the right: the caret then steps over the blank, which would
 * otherwise come back for ever
 */
export const regroupCode = (typed: string, caret = typed.length, forward = false): TypedCode => {
  const code = withoutLink(typed)
  const digits = digitsOf(code).slice(0, MAX_DIGITS)
  const caretInCode = Math.max(0, caret - (typed.length - code.length))
  const before = Math.min(digits.length, digitsOf(code.slice(0, caretInCode)).length)
  const end = groupEnd(digits.length)
  const isPastBlank = digits.length > end && (before > end || (forward && before === end))
  return { text: group(digits), caret: before + (isPastBlank ? 1 : 0) }
}
