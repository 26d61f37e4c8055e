import { MAX_TEXT_LENGTH } from '#shared/protocol/input.ts'

/** What stands between characters, or halves of them, and cannot be typed. */
const untypeable = /[^\P{Cc}\n\t]|\p{Cs}/gu

/** Text as it may be sent: lines end in a line feed, nothing that cannot be typed, in pieces of whole characters. */
export const textPieces = (text: string): readonly string[] => {
  const pieces: string[] = []
  let piece = ''
  for (const character of text.replace(/\r\n?/g, '\n').replace(untypeable, '')) {
    if (piece.length + character.length > MAX_TEXT_LENGTH) {
      pieces.push(piece)
      piece = ''
    }
    piece += character
  }
  return piece === '' ? pieces : [...pieces, piece]
}
