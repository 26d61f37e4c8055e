import { assertNever } from '#shared/assert-never.ts'
import type { Clock } from '#shared/clock.ts'
import { Emitter } from '#shared/emitter.ts'
import { controlTable, type ControlState, type ControlStep } from '#shared/machines/control.ts'
import { step } from '#shared/machines/table.ts'
import type { ControlLevel, GrantEnding, LocalGrant } from '#shared/protocol/grants.ts'

/** What the host's person said to a question. */
export type Answer =
  /** `durationMs` is null for as long as nobody ends it. */
  | { readonly kind: 'allow'; readonly level: ControlLevel; readonly durationMs: number | null }
  | { readonly kind: 'refuse'; readonly reason: GrantEnding }

/** Whose wish it is: a viewer's request, or an offer of the host's person, of which the viewer learns when it is made. */
export type Asker = 'viewer' | 'host'

export interface GrantsEvents {
  changed: []
  /** This viewer controls from now on. */
  controlBegun: [guestId: string]
  /** It does no more, or is paused: what it holds has to be released. */
  controlLost: [guestId: string]
  /** Its time will be over soon. */
  expiring: [guestId: string]
}

interface Entry {
  state: ControlState
  /** What was asked for last, and whether the viewer did. */
  level: ControlLevel
  by: Asker
  reason: GrantEnding | null
  expiresAt: number | null
  cancelTimers: () => void
}

/** How long before the end it is told. */
export const WARNING_MS = 60_000

const isOpenQuestion = (state: ControlState): boolean => state === 'asked' || state === 'raising'
const isControl = (state: ControlState): boolean => state === 'controlling' || state === 'paused'

/** Who may do what, since when and until when. One viewer controls at a time; any number may point. */
export class Grants extends Emitter<GrantsEvents> {
  readonly #clock: Clock
  readonly #entries = new Map<string, Entry>()

  constructor(clock: Clock) {
    super()
    this.#clock = clock
  }

  /** Whoever controls, also while that is paused. */
  get controller(): string | null {
    return [...this.#entries].find(([, { state }]) => isControl(state))?.[0] ?? null
  }

  get all(): readonly { readonly guestId: string; readonly grant: LocalGrant }[] {
    return [...this.#entries.keys()].map((guestId) => ({ guestId, grant: this.of(guestId) }))
  }

  of(guestId: string): LocalGrant {
    const entry = this.#entries.get(guestId)
    if (!entry) return { state: 'none', reason: null }
    const { state, level, reason, expiresAt, by } = entry
    switch (state) {
      case 'none':
        return { state, reason }
      case 'asked':
        return by === 'host' ? { state: 'none', reason } : { state, level }
      case 'pointing':
        return { state, reason, expiresAt }
      case 'raising':
        return by === 'host' ? { state: 'pointing', reason, expiresAt } : { state, expiresAt }
      case 'controlling':
      case 'paused':
        return { state, expiresAt }
      case 'gone':
        return { state: 'none', reason: 'disconnected' }
      default:
        return assertNever(state)
    }
  }

  /** Opens a question; false when there is nothing to ask, for the viewer has as much already or has asked. */
  ask(guestId: string, level: ControlLevel, by: Asker): boolean {
    const entry = this.#entries.get(guestId) ?? this.#create(guestId)
    if (entry.state === 'pointing' && level === 'point') return false
    const before = entry.state
    this.#step(guestId, entry, 'ask')
    if (entry.state === before) return false
    entry.level = level
    entry.by = by
    if (by === 'viewer') entry.reason = null
    this.emit('changed')
    return true
  }

  /** Whether a question about this viewer is open. */
  isAsking(guestId: string): boolean {
    const entry = this.#entries.get(guestId)
    return entry !== undefined && isOpenQuestion(entry.state)
  }

  /** Refuses without asking anybody; what the viewer may do already, it still may. */
  refuse(guestId: string, reason: GrantEnding): void {
    const entry = this.#entries.get(guestId) ?? this.#create(guestId)
    entry.reason = reason
    this.emit('changed')
  }

  /** The answer to the question that is open; does nothing when it is not open any more. */
  answer(guestId: string, answer: Answer): void {
    const entry = this.#entries.get(guestId)
    if (!entry || !isOpenQuestion(entry.state)) return
    if (answer.kind === 'refuse') {
      if (entry.by === 'viewer') entry.reason = answer.reason
      this.#step(guestId, entry, 'deny')
    } else {
      entry.reason = null
      if (answer.level === 'control') this.#handOver(guestId)
      this.#setEnd(guestId, entry, answer.durationMs)
      this.#step(guestId, entry, answer.level === 'control' ? 'allowControl' : 'allowPoint')
      if (entry.state === 'controlling') this.emit('controlBegun', guestId)
    }
    this.emit('changed')
  }

  /** Counts the time of a viewer anew, from now. */
  extend(guestId: string, durationMs: number | null): void {
    const entry = this.#entries.get(guestId)
    if (!entry?.expiresAt) return
    this.#setEnd(guestId, entry, durationMs)
    this.emit('changed')
  }

  end(guestId: string, reason: GrantEnding): void {
    const entry = this.#entries.get(guestId)
    if (!entry || entry.state === 'none') return
    // Of an offer that comes to nothing the viewer has never heard.
    if (entry.state !== 'asked' || entry.by === 'viewer') entry.reason = reason
    this.#step(guestId, entry, 'end')
    this.emit('changed')
  }

  endAll(reason: GrantEnding): void {
    for (const guestId of this.#entries.keys()) this.end(guestId, reason)
  }

  /** The viewer is no guest any more; nothing is kept of it. */
  leave(guestId: string): void {
    const entry = this.#entries.get(guestId)
    if (!entry) return
    this.#step(guestId, entry, 'leave')
    this.#entries.delete(guestId)
    this.emit('changed')
  }

  /** The person at this computer takes mouse or keyboard, or has left them alone again. */
  noteLocal(input: 'localInput' | 'localQuiet'): void {
    for (const [guestId, entry] of this.#entries) {
      const before = entry.state
      this.#step(guestId, entry, input)
      if (entry.state !== before) this.emit('changed')
    }
  }

  #create(guestId: string): Entry {
    const entry: Entry = {
      state: 'none',
      level: 'point',
      by: 'viewer',
      reason: null,
      expiresAt: null,
      cancelTimers: () => undefined,
    }
    this.#entries.set(guestId, entry)
    return entry
  }

  /** Before another one controls: the one who did is told why it does no more. */
  #handOver(guestId: string): void {
    const controller = this.controller
    if (controller !== null && controller !== guestId) this.end(controller, 'handed-over')
  }

  #step(guestId: string, entry: Entry, input: ControlStep): void {
    const before = entry.state
    entry.state = step(controlTable, before, input)
    if (entry.state === 'none' || entry.state === 'gone') {
      entry.cancelTimers()
      entry.expiresAt = null
    }
    if (before === 'controlling' && entry.state !== 'controlling') this.emit('controlLost', guestId)
  }

  #setEnd(guestId: string, entry: Entry, durationMs: number | null): void {
    entry.cancelTimers()
    entry.expiresAt = durationMs === null ? null : this.#clock.now() + durationMs
    if (durationMs === null) return
    const cancels = [
      this.#clock.after(durationMs, () => this.end(guestId, 'expired')),
      this.#clock.after(Math.max(0, durationMs - WARNING_MS), () => this.emit('expiring', guestId)),
    ]
    entry.cancelTimers = () => cancels.forEach((cancel) => cancel())
  }
}
