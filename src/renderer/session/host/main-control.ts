import type { Bridge } from '#shared/ipc/bridge.ts'
import type { ControlReport } from '#shared/ipc/control.ts'
import type { ControlLevel } from '#shared/protocol/grants.ts'
import type { Input } from '#shared/protocol/input.ts'
import type { ControlAuthority, SessionEnding } from './control-authority.ts'

/** Until main has said otherwise. */
const nothingYet: ControlReport = {
  availability: { point: 'not-sharing', control: 'not-sharing' },
  grants: [],
  pointer: { kind: 'unchecked' },
  obstacle: null,
}

/** The desktop app's main process: it asks the person, checks each input and keeps the grants. This only passes on. */
export class MainControl implements ControlAuthority {
  readonly answersHere = false
  readonly #bridge: Bridge['control']
  readonly #unsubscribe: () => void
  #report = nothingYet
  #listener: () => void = () => undefined
  /** A report that main sent by itself is newer than the answer to the first question. */
  #isInformed = false

  constructor(bridge: Bridge['control']) {
    this.#bridge = bridge
    this.#unsubscribe = bridge.onChanged((report) => this.#handleReport(report))
    void bridge.get().then((answer) => {
      if (answer.ok && !this.#isInformed) this.#handleReport(answer.value)
    })
  }

  get report(): ControlReport {
    return this.#report
  }

  onChanged(listener: () => void): void {
    this.#listener = listener
  }

  request(guestId: string, level: ControlLevel): void {
    // The outcome, whatever it is, comes in a report.
    void this.#bridge.request({ guestId, level, by: 'viewer' })
  }

  offer(guestId: string, level: ControlLevel): void {
    void this.#bridge.request({ guestId, level, by: 'host' })
  }

  answer(): void {
    // Main has the answer already: it put the question.
  }

  extend(guestId: string): void {
    void this.#bridge.extend({ guestId })
  }

  input(guestId: string, input: Input): void {
    this.#bridge.input({ guestId, inputs: [input] })
  }

  end(guestId: string, reason: SessionEnding): void {
    this.#bridge.end({ guestId, reason })
  }

  handleLink(): void {
    // Main hears who is interrupted, lets go of what they hold, and counts.
  }

  handlePicture(): void {
    // Main captures, and knows.
  }

  close(): void {
    this.#unsubscribe()
    this.#listener = () => undefined
  }

  #handleReport(report: ControlReport): void {
    this.#isInformed = true
    this.#report = report
    this.#listener()
  }
}
