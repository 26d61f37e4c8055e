/** As many viewers as there are colours can be told apart; further ones begin again. */
export const POINTER_COLOURS = 6

/** By the viewer's id: which of the colours is its own, from 0 on. */
export type PointerColours = ReadonlyMap<string, number>

/**
 * The colours of those who may point, after that has changed: who stays keeps the own one, who comes gets the one that the
 * fewest have. Main, for the screen, and the page, for its preview, follow the same changes and come to the same colours.
 */
export const pointerColours = (before: PointerColours, pointing: readonly string[]): PointerColours => {
  const colours = new Map([...before].filter(([id]) => pointing.includes(id)))
  for (const id of pointing) if (!colours.has(id)) colours.set(id, rarest([...colours.values()]))
  return colours
}

const rarest = (taken: readonly number[]): number => {
  const counts = Array.from(
    { length: POINTER_COLOURS },
    (_, colour) => taken.filter((it) => it === colour).length,
  )
  return counts.indexOf(Math.min(...counts))
}
