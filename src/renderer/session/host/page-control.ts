import type { Clock } from '#shared/clock.ts'
import type { ControlReport } from '#shared/ipc/control.ts'
import { controlTable, type ControlState, type ControlStep } from '#shared/machines/control.ts'
import { step } from '#shared/machines/table.ts'
import {
  INTERRUPTION_LIMIT_MS,
  type ControlLevel,
  type GrantEnding,
  type LocalGrant,
} from '#shared/protocol/grants.ts'
import { RefusalWait } from '#shared/refusal-wait.ts'
import type { ControlAuthority, SessionEnding } from './control-authority.ts'
import { Deadline } from '../deadline.ts'

/** How long a viewer's question stays open. */
export const ANSWER_TIMEOUT_MS = 60_000

interface Guest {
  state: ControlState
  reason: GrantEnding | null
  readonly wait: RefusalWait
  readonly deadline: Deadline
  readonly interruption: Deadline
}

/** The authority where a browser shares: a page presses no keys, so that all it can allow is pointing at the picture. */
export class PageControl implements ControlAuthority {
  readonly answersHere = true
  readonly #clock: Clock
  readonly #guests = new Map<string, Guest>()
  #isPaused = false
  #listener: () => void = () => undefined

  constructor(clock: Clock) {
    this.#clock = clock
  }

  get report(): ControlReport {
    return {
      availability: { point: this.#isPaused ? 'not-sharing' : null, control: 'web-host' },
      grants: [...this.#guests].map(([guestId, guest]) => ({ guestId, grant: grantOf(guest) })),
      pointer: { kind: 'unchecked' },
      obstacle: null,
    }
  }

  onChanged(listener: () => void): void {
    this.#listener = listener
  }

  request(guestId: string, level: ControlLevel): void {
    const guest = this.#guest(guestId)
    if (level === 'control' || this.#isPaused) {
      if (guest.state !== 'asked') this.#change(guest, null, 'unavailable')
      return
    }
    // Asking again while the question is open, or for what it has, changes nothing.
    if (guest.state !== 'none') return
    if (!guest.wait.isOver) {
      this.#change(guest, null, 'too-often')
      return
    }
    guest.deadline.set(ANSWER_TIMEOUT_MS, () => this.#change(guest, 'end', 'unanswered'))
    this.#change(guest, 'ask', null)
  }

  offer(guestId: string, level: ControlLevel): void {
    if (level === 'control' || this.#isPaused) return
    const guest = this.#guest(guestId)
    if (guest.state === 'none') guest.state = step(controlTable, guest.state, 'ask')
    this.#change(guest, 'allowPoint', null)
  }

  answer(guestId: string, isAllowed: boolean): void {
    const guest = this.#guests.get(guestId)
    if (guest?.state !== 'asked') return
    this.#change(guest, isAllowed ? 'allowPoint' : 'deny', isAllowed ? null : 'denied')
  }

  extend(): void {
    // Pointing goes on until somebody ends it.
  }

  input(): void {
    // The session shows where a viewer points; there is nothing to press here.
  }

  end(guestId: string, reason: SessionEnding): void {
    const guest = this.#guests.get(guestId)
    if (!guest) return
    if (reason === 'disconnected') {
      guest.interruption.clear()
      this.#guests.delete(guestId)
    }
    this.#change(guest, 'end', reason)
  }

  handleLink(guestId: string, change: 'interrupted' | 'restored'): void {
    const guest = this.#guests.get(guestId)
    if (change === 'restored') guest?.interruption.clear()
    else
      guest?.interruption.set(INTERRUPTION_LIMIT_MS, () => {
        if (guest.state !== 'none') this.#change(guest, 'end', 'interrupted')
      })
  }

  handlePicture(change: 'paused' | 'resumed' | 'replaced'): void {
    if (change !== 'replaced') this.#isPaused = change === 'paused'
    if (change !== 'resumed') {
      const reason = change === 'paused' ? 'unavailable' : 'source-changed'
      for (const guest of this.#guests.values())
        if (guest.state !== 'none') this.#change(guest, 'end', reason)
    }
    this.#listener()
  }

  close(): void {
    for (const { deadline, interruption } of this.#guests.values()) {
      deadline.clear()
      interruption.clear()
    }
    this.#guests.clear()
    this.#listener = () => undefined
  }

  #guest(guestId: string): Guest {
    const known = this.#guests.get(guestId)
    if (known) return known
    const guest: Guest = {
      state: 'none',
      reason: null,
      wait: new RefusalWait(this.#clock),
      deadline: new Deadline(this.#clock),
      interruption: new Deadline(this.#clock),
    }
    this.#guests.set(guestId, guest)
    return guest
  }

  #change(guest: Guest, input: ControlStep | null, reason: GrantEnding | null): void {
    const wasAsked = guest.state === 'asked'
    if (input) guest.state = step(controlTable, guest.state, input)
    if (guest.state === 'pointing') guest.wait.forget()
    else if (wasAsked && guest.state !== 'asked') guest.wait.note()
    if (guest.state !== 'asked') guest.deadline.clear()
    guest.reason = reason
    this.#listener()
  }
}

const grantOf = ({ state, reason }: Guest): LocalGrant => {
  switch (state) {
    case 'asked':
      return { state, level: 'point' }
    case 'pointing':
      return { state, reason, expiresAt: null }
    default:
      return { state: 'none', reason }
  }
}
