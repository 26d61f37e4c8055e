import type { RandomBytes } from '../../../src/shared/code.ts'

/** What a host answers: the claim with its hello, the viewer's share with its own, the viewer's proof with yes or no. */
export type Phase = 'hello' | 'reply' | 'verdict'

/** Enough to look like a host, few enough to follow one whose network changes. */
const KEPT = 32
/** Longer than any way around the world. */
const MAX_RECORDED_MS = 1000
/** What a host takes for its reply besides the way: two multiplications on its curve, in milliseconds. */
const COMPUTING_MS = 8

/** How long hosts at one address take to answer, in milliseconds, as seen from the server. */
export class Pace {
  readonly #observed: Readonly<Record<Phase, number[]>> = { hello: [], reply: [], verdict: [] }

  constructor(helloMs: readonly number[] = []) {
    this.#observed.hello.push(...helloMs)
  }

  /** Whether there is anything to draw from. */
  get isKnown(): boolean {
    return this.#observed.hello.length > 0
  }

  /** Leaves out what no host takes that answers by itself. */
  record(phase: Phase, durationMs: number): void {
    if (durationMs > MAX_RECORDED_MS) return
    const kept = this.#observed[phase]
    kept.push(durationMs)
    if (kept.length > KEPT) kept.shift()
  }

  /** Draws how long another answer might take; only if it is known. */
  draw(phase: Phase, random: RandomBytes): number {
    const { hello, [phase]: own } = this.#observed
    const kept = own.length > 0 ? own : hello
    const drawn = kept[Buffer.from(random(4)).readUInt32LE() % kept.length] ?? 0
    const computingMs = phase === 'reply' && own.length === 0 ? COMPUTING_MS : 0
    return drawn + computingMs
  }
}
