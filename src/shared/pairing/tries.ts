import { MAX_CODE_TTL_MS } from '../protocol/signaling.ts'

/** Guesses that one code allows, on each side: three in 100,000 is what a guesser may hope for. */
export const MAX_TRIES = 3

/**
 * The tries on one code, shared by every run that proves it. Both sides count for themselves, for a server could
 * play either of them to the other. A try is spent before its outcome is known: by the host when a viewer's proof
 * comes in, by the viewer when its own goes out, since whoever plays the host then knows whether a guess was right,
 * answered or not. Runs that end earlier tell nothing about the secret and cost nothing.
 */
export class Tries {
  #left = MAX_TRIES

  get left(): number {
    return this.#left
  }

  /** Takes a try; false if none is left, and the proof must then be neither checked nor sent. */
  spend(): boolean {
    if (this.#left === 0) return false
    this.#left -= 1
    return true
  }

  /** Leaves none, also to runs under way: the code has worked once, or has been withdrawn. */
  burn(): void {
    this.#left = 0
  }
}

interface TriedRoom {
  readonly tries: Tries
  /** When it was tried first. */
  readonly sinceMs: number
  /** Proofs that were answered with `code-invalid`. */
  invalid: number
}

/**
 * The viewer's side, which knows a code by its room number alone: a mistyped secret must not bring new tries. After the
 * longest life of a code the number may be somebody else's.
 */
export class TriesByRoom {
  readonly #now: () => number
  readonly #rooms = new Map<string, TriedRoom>()

  /** @param now milliseconds */
  constructor(now: () => number) {
    this.#now = now
  }

  of(room: string): Tries {
    const nowMs = this.#now()
    for (const [number, { sinceMs }] of this.#rooms)
      if (nowMs - sinceMs >= MAX_CODE_TTL_MS) this.#rooms.delete(number)
    const tried = this.#rooms.get(room) ?? { tries: new Tries(), sinceMs: nowMs, invalid: 0 }
    this.#rooms.set(room, tried)
    return tried.tries
  }

  /** A proof was answered with `code-invalid`: there is nobody, as far as one is told. */
  noteInvalid(room: string): void {
    const tried = this.#rooms.get(room)
    if (tried) tried.invalid += 1
  }

  /** Whether every try on this room went that way: no more are sent, and a listener is the less likely reason. */
  isInvalid(room: string): boolean {
    return (this.#rooms.get(room)?.invalid ?? 0) >= MAX_TRIES
  }
}
