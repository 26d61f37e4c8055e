const RETURN = 0xff0d
const TAB = 0xff09

/**
 * The keysym of a character: Latin-1 is its own, everything else is 0x01000000 and the code point
 * (X protocol, appendix A).
 */
export const keysymOf = (character: string): number => {
  if (character === '\n') return RETURN
  if (character === '\t') return TAB
  const codePoint = character.codePointAt(0) ?? 0
  return codePoint < 0x100 ? codePoint : 0x0100_0000 | codePoint
}
