import type { BothFindings, FindingCode } from '#shared/doctor/findings.ts'
import { failure, type Failure } from '#shared/errors.ts'
import type { IceServers } from '../transport/ice-servers.ts'
import { ConnectionDoctor } from './connection-doctor.ts'
import { Deadline } from './deadline.ts'
import { LINKING_TIMEOUT_MS, type SessionDeps } from './deps.ts'
import type { IceSupply } from './ice-supply.ts'
import { ResumeWindow } from './resume-window.ts'

export interface LinkWaitOptions {
  readonly deps: Pick<SessionDeps, 'clock' | 'examineNetwork'>
  readonly ice: Pick<IceSupply, 'forLink' | 'forPath'>
  /** Tells the other side what stands in the way here. */
  readonly tell: (codes: readonly FindingCode[]) => void
  /** Something was found, here or there. */
  readonly onFound: () => void
  /** It took too long. */
  readonly onOver: (reason: Failure) => void
}

/**
 * The wait for a link, for a first one or for one that fell silent, the same at both of its ends: how long it may take,
 * and what stands in its way.
 */
export class LinkWait {
  readonly #options: LinkWaitOptions
  readonly #deadline: Deadline
  readonly #window: ResumeWindow
  readonly #doctor: ConnectionDoctor
  /** Why it is over, if the server is right. */
  #claimed: Failure | null = null

  constructor(options: LinkWaitOptions) {
    const { deps, tell, onFound } = options
    this.#options = options
    this.#deadline = new Deadline(deps.clock)
    this.#window = new ResumeWindow(deps.clock)
    this.#doctor = new ConnectionDoctor({
      clock: deps.clock,
      examine: deps.examineNetwork,
      send: tell,
      onChanged: onFound,
    })
  }

  get findings(): BothFindings {
    return this.#doctor.findings
  }

  /** Whether a link fell silent so long ago that its other end is not known again. */
  get isOver(): boolean {
    return this.#window.isOver
  }

  /** A first link is wanted; gives what it is to be made with. */
  begin(): Promise<IceServers> {
    this.#setDeadline(LINKING_TIMEOUT_MS, failure('peer-unreachable'))
    const offered = this.#options.ice.forLink()
    this.#doctor.watch(offered)
    return offered
  }

  /** The link that was up is silent. @param sinceMs when it was heard last, in milliseconds since the epoch. */
  handleLost(sinceMs: number): void {
    this.#window.open(sinceMs)
    this.#doctor.watch(this.#options.ice.forPath())
    // At once where this device has slept: the other end has given up long ago.
    this.#setDeadline(this.#window.leftMs, failure('peer-gone'))
    if (this.#claimed) this.#options.onOver(this.#claimed)
  }

  /** The link stands. Its time runs on until `finish`, for it may bring nothing. */
  handleUp(): void {
    this.#window.close()
    this.#doctor.settle()
  }

  /**
   * The server says that it is over. A link that is up knows better: over it, and sealed, the other side says so itself.
   * Once that is lost the server is believed, for there is no way back without it.
   */
  handleOver(reason: Failure): void {
    this.#claimed = reason
  }

  /** Why the link has closed: one that just vanished did so for the reason that the server gave before. */
  reasonOf(closed: Failure | null): Failure | null {
    return closed?.code === 'peer-gone' ? (this.#claimed ?? closed) : closed
  }

  /** The link has brought what it was wanted for. */
  finish(): void {
    this.#deadline.clear()
  }

  /** What the other side has found; parsed. */
  receive(codes: readonly FindingCode[]): void {
    this.#doctor.receive(codes)
  }

  /** For good; what was found stays to be told. */
  stop(): void {
    this.#deadline.clear()
    this.#doctor.stop()
  }

  #setDeadline(delayMs: number, reason: Failure): void {
    this.#deadline.set(delayMs, () => this.#options.onOver(reason))
  }
}
