import type { ControlReport } from '#shared/ipc/control.ts'
import type { ControlLevel, GrantEnding } from '#shared/protocol/grants.ts'
import type { Input } from '#shared/protocol/input.ts'

/** Endings that a session can tell of; all others are the authority's own. */
export type SessionEnding = Extract<GrantEnding, 'revoked' | 'given-back' | 'disconnected'>

/**
 * Who decides what viewers may do: main in the desktop app, which the page only asks; the page itself in a browser,
 * where there is nothing to decide about but pointing.
 */
export interface ControlAuthority {
  readonly report: ControlReport
  /** Whether the person answers viewers' questions in this page; otherwise main asks them in a dialog of its own. */
  readonly answersHere: boolean
  /** Takes the one listener; called after each change of the report. */
  onChanged(listener: () => void): void
  /** A viewer asks. */
  request(guestId: string, level: ControlLevel): void
  /** The host's person offers it unasked. */
  offer(guestId: string, level: ControlLevel): void
  /** The person's answer to a question; without effect unless `answersHere`. */
  answer(guestId: string, isAllowed: boolean): void
  /** The viewer's time starts anew, if the person agrees. */
  extend(guestId: string): void
  /** What the viewer's mouse and keyboard do. */
  input(guestId: string, input: Input): void
  end(guestId: string, reason: SessionEnding): void
  /** The viewer's connection is interrupted, or stands again: after `INTERRUPTION_LIMIT_MS` its grant is over. */
  handleLink(guestId: string, change: 'interrupted' | 'restored'): void
  /** What is shared was paused, shown again, or replaced by something else. */
  handlePicture(change: 'paused' | 'resumed' | 'replaced'): void
  close(): void
}
