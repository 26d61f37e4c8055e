import type { Clock } from '#shared/clock.ts'
import { failure } from '#shared/errors.ts'
import type { Payload } from '#shared/ipc/bridge.ts'
import type { GuestStatus } from '#shared/ipc/share-status.ts'
import { MORE_TIME_MS, type ControlAvailability } from '#shared/protocol/grants.ts'
import { RefusalWait } from '#shared/refusal-wait.ts'
import { err, ok, type Result } from '#shared/result.ts'
import type { Consent } from './consent.ts'
import type { Answer, Grants } from './grants.ts'
import { Questions } from './questions.ts'

export interface RequestsOptions {
  readonly consent: Consent
  readonly clock: Pick<Clock, 'now'>
  readonly grants: Grants
  readonly guests: () => readonly GuestStatus[]
  readonly availability: () => ControlAvailability
  /**
   * Where the system has to agree as well: what the person allowed, or no where it does not. Its question ends with the
   * signal.
   */
  readonly secure: ((answer: Answer, withdrawn: AbortSignal) => Promise<Answer>) | null
  /** A request has come to its end: what `secure` opened for it is in use by now, or never will be. */
  readonly onAnswered: () => void
  /** A question is about to appear. */
  readonly onAsking: () => void
  /** A question is closed; others may still be open. */
  readonly onAsked: () => void
}

/** A click that was injected takes a while until it is an answer here: control may be over by then, and given back for that. */
const CLICK_MS = 5_000

const refused = err(failure('not-allowed'))
const done = ok(undefined)

/** What viewers ask for, and the person offers: put to the person, one request at a time. */
export class Requests {
  readonly #options: RequestsOptions
  readonly #questions = new Questions()
  readonly #waits = new Map<string, RefusalWait>()
  /** The end of a viewer's time for which it has asked for more already. */
  #askedUntil: number | null = null
  /** The viewer that wants more time; another question was open. */
  #wantsMore: string | null = null
  /** When something could be injected last, unless it still can. */
  #controlLostAt = -Infinity

  constructor(options: RequestsOptions) {
    this.#options = options
    const { grants, clock } = options
    grants.on('controlLost', () => (this.#controlLostAt = clock.now()))
  }

  get isAsking(): boolean {
    return this.#questions.isAnyOpen
  }

  /** Grants or guests have changed: some questions may be about nothing any more. */
  review(): void {
    this.#questions.review()
  }

  nameOf(guestId: string): string {
    return this.#options.guests().find(({ id }) => id === guestId)?.name ?? ''
  }

  async request({ guestId, level, by }: Payload<'control:request'>): Promise<Result<undefined>> {
    const { consent, grants, availability, secure, onAnswered } = this.#options
    if (!this.#is(guestId, 'watching')) return refused
    if (level === 'control' && grants.controller === guestId) return this.#askForMore(guestId)
    const wait = this.#waitOf(guestId)
    const isSoon = by === 'viewer' && !wait.isOver
    const available = availability()
    if (available[level] !== null || isSoon || this.isAsking) {
      const { state } = grants.of(guestId)
      if (by === 'viewer' && (state === 'none' || state === 'pointing'))
        grants.refuse(guestId, available[level] === null ? 'too-often' : 'unavailable')
      return refused
    }
    if (!grants.ask(guestId, level, by)) return refused
    const { controller } = grants
    const question = {
      name: this.nameOf(guestId),
      level,
      canPoint: available.point === null,
      insteadOf: controller === null ? null : this.nameOf(controller),
    }
    const answer = await this.#ask(
      // What is offered is not pending for the viewer: nothing else would end it while the connection is interrupted.
      () => grants.isAsking(guestId) && (by === 'viewer' || this.#is(guestId, 'watching')),
      secure
        ? async (withdrawn) => secure(await consent.ask(question, withdrawn), withdrawn)
        : (withdrawn) => consent.ask(question, withdrawn),
    )
    if (answer.kind !== 'refuse') wait.forget()
    else if (by === 'viewer') wait.note()
    // It may have been a long minute.
    const isStill = answer.kind === 'refuse' || availability()[answer.level] === null
    grants.answer(guestId, isStill ? answer : { kind: 'refuse', reason: 'unavailable' })
    onAnswered()
    this.#askWanted()
    return done
  }

  async extend(guestId: string): Promise<Result<undefined>> {
    const { consent, grants } = this.#options
    const grant = grants.of(guestId)
    if (!('expiresAt' in grant) || grant.expiresAt === null || this.isAsking) return refused
    const answer = await this.#ask(
      () => grants.of(guestId).state !== 'none',
      (withdrawn) => consent.askForMore(this.nameOf(guestId), withdrawn),
    )
    this.#wantsMore = null
    if (answer) grants.extend(guestId, answer.durationMs)
    return done
  }

  /**
   * Whether a viewer may be let in by a click that may have been injected: if somebody controls, or did until a moment
   * ago, it is asked again.
   */
  async confirmAdmission(guestId: string): Promise<boolean> {
    const { consent, grants, clock } = this.#options
    if (grants.controller === null && clock.now() - this.#controlLostAt >= CLICK_MS) return true
    const isAdmitted = await this.#ask(
      () => this.#is(guestId, 'waiting'),
      (withdrawn) => consent.confirmAdmission(this.nameOf(guestId), withdrawn),
    )
    this.#askWanted()
    return isAdmitted
  }

  /** Nothing is injected while the person is asked something, so that no helper answers it. */
  async withoutHelpers<T>(ask: () => Promise<T>): Promise<T> {
    try {
      return await this.#ask(() => true, ask)
    } finally {
      this.#askWanted()
    }
  }

  /**
   * A viewer that controls wants to go on: once for each end of its time, and not before that is near. It has been told
   * that it asked: while another question is open, this one waits.
   */
  async #askForMore(guestId: string): Promise<Result<undefined>> {
    const { clock, grants } = this.#options
    const grant = grants.of(guestId)
    const end = 'expiresAt' in grant ? grant.expiresAt : null
    const isNear = end !== null && end - clock.now() <= MORE_TIME_MS
    if (!isNear || end === this.#askedUntil) return refused
    this.#askedUntil = end
    if (!this.isAsking) return this.extend(guestId)
    this.#wantsMore = guestId
    return done
  }

  /** A question is closed: asks what has waited for that, if the viewer still controls. */
  #askWanted(): void {
    const guestId = this.#wantsMore
    if (guestId === null || this.isAsking) return
    this.#wantsMore = null
    if (guestId === this.#options.grants.controller) void this.extend(guestId)
  }

  #waitOf(guestId: string): RefusalWait {
    const wait = this.#waits.get(guestId) ?? new RefusalWait(this.#options.clock)
    this.#waits.set(guestId, wait)
    return wait
  }

  #is(guestId: string, state: GuestStatus['state']): boolean {
    return this.#options.guests().some((guest) => guest.id === guestId && guest.state === state)
  }

  async #ask<T>(stands: () => boolean, ask: (withdrawn: AbortSignal) => Promise<T>): Promise<T> {
    const { onAsking, onAsked } = this.#options
    onAsking()
    try {
      return await this.#questions.ask(stands, ask)
    } finally {
      onAsked()
    }
  }
}
