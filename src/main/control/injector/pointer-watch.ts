import { distance, type Point } from '#shared/geometry.ts'

/** Systems round, and keep pointers out of corners. */
const SLACK = 2
/** They put the pointer in its place a moment after they were told to. */
const LAG_MS = 100

interface Place {
  readonly at: Point
  readonly since: number
}

/**
 * Notices that somebody else moves the pointer while it is being moved: it is at none of the places where it was put.
 * For systems that stamp all input alike, so that a hand on the mouse is lost among what is injected.
 */
export class PointerWatch {
  readonly #now: () => number
  /** Where it can be, the oldest first. */
  #places: readonly Place[] = []
  #isTaken = false

  /** `now` counts milliseconds. */
  constructor(now: () => number) {
    this.#now = now
  }

  /** It is put there, from where it is. */
  notePut(to: Point, from: Point | null): void {
    if (from) this.look(from)
    const since = this.#now()
    const before = this.#places.length === 0 && from ? [{ at: from, since }] : this.#places
    this.#places = [...before, { at: to, since }]
  }

  /** It is there now. */
  look(at: Point | null): void {
    if (!at || this.#places.length === 0) return
    const now = this.#now()
    // The last that it has certainly come to, and all that came later.
    const settled = this.#places.findLastIndex(({ since }) => now - since > LAG_MS)
    this.#places = this.#places.slice(Math.max(0, settled))
    if (this.#places.some((place) => distance(place.at, at) <= SLACK)) return
    this.#isTaken = true
    this.#places = []
  }

  /** Whether somebody else has moved it since this was asked last. */
  wasTaken(): boolean {
    const wasTaken = this.#isTaken
    this.#isTaken = false
    return wasTaken
  }
}
