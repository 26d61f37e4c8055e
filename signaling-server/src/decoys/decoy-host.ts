import type { Clock } from '../../../src/shared/clock.ts'
import type { RandomBytes } from '../../../src/shared/code.ts'
import { goOnAsDecoy, pairAsDecoy } from '../../../src/shared/pairing/decoy-pairing.ts'
import type { Move, Step } from '../../../src/shared/pairing/step.ts'
import {
  PAIRING_TIMEOUT_MS,
  parsePairingMessage,
  type PairingMessage,
} from '../../../src/shared/protocol/pairing-messages.ts'
import { PROTOCOL_VERSION } from '../../../src/shared/protocol/signaling.ts'
import { ok, type Result } from '../../../src/shared/result.ts'
import type { Character } from './casting.ts'
import type { Phase } from './pace.ts'
import type { Run } from './run-watch.ts'

export interface DecoyHostOptions {
  readonly character: Character
  readonly clock: Clock
  readonly random: RandomBytes
  /** Sends a signal to the viewer. */
  readonly post: (data: string) => void
  /** Turns the viewer away. */
  readonly dismiss: () => void
}

/** An answer that is to be made, and what sends it then. */
interface Answer {
  readonly prepare: () => () => void
  send: () => void
}

/** The part of a delay after which an answer is made: making it then does not add to the delay. */
const PREPARED_AT = 0.5
/** Of a viewer in a run that no proof can bring to a good end. */
const MAX_MESSAGES = 2
const nothing = (): void => undefined

/**
 * Plays a host's app towards one viewer up to the viewer's proof: says hello, answers its share, and turns it away with
 * what an app would say, each after a delay that a real host might have had.
 */
export class DecoyHost {
  readonly #options: DecoyHostOptions
  readonly #seen = new Set<string>()
  readonly #unprepared: Answer[] = []
  readonly #timers = new Set<() => void>()
  /** Answers what the viewer says next; null once there is nothing more to say. */
  #take: ((message: PairingMessage) => Result<PairingMessage>) | null = null
  #preparedMs = 0
  #sentMs = 0

  constructor(options: DecoyHostOptions) {
    this.#options = options
  }

  start(): void {
    const { fingerprint } = this.#options.character
    this.#answer('hello', () => {
      const hello = pairAsDecoy({ version: PROTOCOL_VERSION, fingerprint, random: this.#options.random })
      this.#awaitShare(hello.next)
      return () => {
        this.#post(hello.message)
        this.#giveUpLater()
      }
    })
  }

  /** Takes a signal of the viewer; untrusted. */
  receive(data: string): void {
    // An app takes an exact copy for one that has been delivered twice. The second message is the last, whatever it is.
    if (this.#seen.has(data) || this.#seen.size === MAX_MESSAGES) return
    this.#seen.add(data)
    this.#answer(this.#seen.size === MAX_MESSAGES ? 'verdict' : 'reply', () => this.#react(data))
  }

  /** Goes on where a host has gone, and looks like it from the first to the last. */
  takeOver({ said, heard }: Pick<Run, 'said' | 'heard'>): void {
    const [first] = said
    if (first === undefined) this.start()
    else {
      this.#goOnAfter(first)
      this.#giveUpLater()
    }
    for (const [index, data] of heard.entries()) {
      if (index + 1 >= said.length) this.receive(data)
      else {
        // The host has answered that.
        this.#seen.add(data)
        this.#react(data)
      }
    }
  }

  /** Nobody listens any more. */
  close(): void {
    for (const cancel of this.#timers) cancel()
    this.#timers.clear()
    this.#take = null
  }

  #goOnAfter(data: string): void {
    const { fingerprint } = this.#options.character
    const hello = parsePairingMessage(data)
    if (!hello.ok || hello.value.type !== 'pair-hello') return
    const options = { version: PROTOCOL_VERSION, fingerprint, random: this.#options.random }
    this.#awaitShare(goOnAsDecoy(options, Buffer.from(hello.value.nonce, 'base64url')))
  }

  #awaitShare(step: Step<Move<'pair-reply', never>>): void {
    this.#await(step, (reply) => {
      this.#await(reply.next, (never) => never)
      return reply.message
    })
  }

  #giveUpLater(): void {
    this.#after(PAIRING_TIMEOUT_MS, () => {
      this.#post({ type: 'pair-abort', code: 'peer-unreachable' })
      this.#options.dismiss()
    })
  }

  #react(data: string): () => void {
    const take = this.#take
    if (!take) return nothing
    const message = parsePairingMessage(data)
    const answer = message.ok ? take(message.value) : message
    if (answer.ok) return () => this.#post(answer.value)
    this.#take = null
    const isGoodbye = message.ok && message.value.type === 'pair-abort'
    return () => {
      if (!isGoodbye) this.#post({ type: 'pair-abort', code: answer.error.code })
      this.#options.dismiss()
    }
  }

  #await<Outcome>(step: Step<Outcome>, proceed: (outcome: Outcome) => PairingMessage): void {
    this.#take = (message) => {
      const outcome = step.receive(message)
      return outcome.ok ? ok(proceed(outcome.value)) : outcome
    }
  }

  /** Answers in the order in which it is asked, as an app does. */
  #answer(phase: Phase, prepare: Answer['prepare']): void {
    const { character, clock, random } = this.#options
    const nowMs = clock.now()
    const delayMs = character.pace.draw(phase, random)
    this.#preparedMs = Math.max(this.#preparedMs, nowMs + delayMs * PREPARED_AT)
    this.#sentMs = Math.max(this.#sentMs, nowMs + delayMs)
    const answer: Answer = { prepare, send: nothing }
    this.#unprepared.push(answer)
    this.#after(this.#preparedMs - nowMs, () => this.#prepareUpTo(answer))
    this.#after(this.#sentMs - nowMs, () => {
      this.#prepareUpTo(answer)
      answer.send()
    })
  }

  /** In order, and in time even if a timer comes late. */
  #prepareUpTo(answer: Answer): void {
    while (this.#unprepared.includes(answer)) {
      const first = this.#unprepared.shift()
      if (first) first.send = first.prepare()
    }
  }

  #after(delayMs: number, run: () => void): void {
    const cancel = this.#options.clock.after(delayMs, () => {
      this.#timers.delete(cancel)
      run()
    })
    this.#timers.add(cancel)
  }

  #post(message: PairingMessage): void {
    this.#options.post(JSON.stringify(message))
  }
}
