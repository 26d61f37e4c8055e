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
  #isStopped = false

  constructor(options: ConnectionDoctorOptions) {
    this.#options = options
    this.#patience = new Deadline(options.clock)
  }

  get findings(): BothFindings {
    return this.#findings
  }

  /** A connection over these servers begins, or begins anew: what was found of another one is of no use any more. */
  watch(iceServers: Promise<IceServers>): void {
    this.#findings = noFindings
    this.#patience.set(SLOW_CONNECTION_MS, () => void this.#examine(iceServers))
  }

  /** The connection is there. */
  settle(): void {
    this.#patience.clear()
  }

  /** What the other side has found; parsed. */
  receive(codes: readonly FindingCode[]): void {
    this.#findings = { ...this.#findings, there: [...new Set(codes)] }
    this.#options.onChanged()
  }

  /** For good; what was found stays to be told. */
  stop(): void {
    this.#isStopped = true
    this.#patience.clear()
  }

  async #examine(iceServers: Promise<IceServers>): Promise<void> {
    const { examine, send, onChanged } = this.#options
    const here = await examine(await iceServers)
    if (this.#isStopped || here.length === 0) return
    this.#findings = { ...this.#findings, here }
    send(here)
    onChanged()
  }
}
