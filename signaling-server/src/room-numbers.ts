import { drawDigits, ROOM_DIGITS, type RandomBytes } from '../../src/shared/code.ts'

/**
 * How many digits the next room number has: the fewest of which no more than 1 % are live, so that somebody who tries
 * numbers at random hardly ever disturbs a host.
 */
export const roomDigits = (liveCodes: number): number => {
  let digits: number = ROOM_DIGITS.min
  while (digits < ROOM_DIGITS.max && liveCodes >= 10 ** digits / 100) digits++
  return digits
}

export const drawRoom = (liveCodes: number, random: RandomBytes): string =>
  drawDigits(roomDigits(liveCodes), random)
