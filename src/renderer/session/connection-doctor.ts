import type { Clock } from '#shared/clock.ts'
import type { BothFindings, FindingCode } from '#shared/doctor/findings.ts'
import type { IceServers } from '../transport/ice-servers.ts'
import { Deadline } from './deadline.ts'

/** A connection that takes longer than this gives reason to look what stands in its way, in milliseconds. */
export const SLOW_CONNECTION_MS = 3_000

export const noFindings: BothFindings = { here: [], there: [] }

export interface ConnectionDoctorOptions {
  readonly clock: Clock
  readonly examine: (iceServers: IceServers) => Promise<readonly FindingCode[]>
  /** Tells the other side. */
  readonly send: (codes: readonly FindingCode[]) => void
  readonly onChanged: () => void
}

/** Looks at this side's network when a connection takes its time, and exchanges what it finds with the other side. */
export class ConnectionDoctor {
  readonly #options: ConnectionDoctorOptions
  readonly #patience: Deadline
  #findings = noFindings
  /** Raised with each connection, and when it is there or given up: an answer that comes later is about another one. */
  #attempt = 0
  /** Whether the other side has been told something that it still holds true. */
  #hasTold = false

  constructor(options: ConnectionDoctorOptions) {
    this.#options = options
    this.#patience = new Deadline(options.clock)
  }

  get findings(): BothFindings {
    return this.#findings
  }

  /** A connection over these servers begins, or begins anew: what was found of another one is of no use any more. */
  watch(iceServers: Promise<IceServers>): void {
    const attempt = ++this.#attempt
    this.#findings = noFindings
    this.#patience.set(SLOW_CONNECTION_MS, () => void this.#examine(iceServers, attempt))
  }

  /** The connection is there. */
  settle(): void {
    this.#attempt++
    this.#patience.clear()
  }

  /** What the other side has found; parsed. */
  receive(codes: readonly FindingCode[]): void {
    this.#findings = { ...this.#findings, there: [...new Set(codes)] }
    this.#options.onChanged()
  }

  /** For good; what was found stays to be told. */
  stop(): void {
    this.#attempt++
    this.#patience.clear()
  }

  async #examine(iceServers: Promise<IceServers>, attempt: number): Promise<void> {
    const { examine, send, onChanged } = this.#options
    const here = await examine(await iceServers)
    if (attempt !== this.#attempt || (here.length === 0 && !this.#hasTold)) return
    this.#findings = { ...this.#findings, here }
    this.#hasTold = here.length > 0
    send(here)
    onChanged()
  }
}
