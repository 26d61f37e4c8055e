import { failure, type ErrorCode, type Failure } from '#shared/errors.ts'
import type { GuestState } from '#shared/machines/guest.ts'
import type { HostNotice } from '../snapshots.ts'

/** How it ended with a viewer, not by the host's own doing. */
export interface GuestEnd {
  readonly name: string
  /** How far the viewer had come. */
  readonly from: GuestState
  readonly reason: Failure
  /** On the code that it claimed, after what it cost. */
  readonly triesLeft: number
}

export interface GuestEnding {
  /** Why the server is to drop the viewer; null if it is to open the code again instead. */
  readonly removal: ErrorCode | null
  /** What became of the code: only a completed, wrong proof counts as a try. */
  readonly code: 'untouched' | 'suspected' | 'burnt'
  /** What the person is told; null when it is nobody's failure. */
  readonly notice: HostNotice | null
}

/** What the end of a viewer means to the server, to the code and to the person at the host. */
export const endingOf = (end: GuestEnd): GuestEnding =>
  end.from === 'proving'
    ? endingOfProof(end)
    : { removal: end.reason.code, code: 'untouched', notice: noticeOf(end) }

/** A claim that came to nothing. */
const endingOfProof = ({ reason, triesLeft }: GuestEnd): GuestEnding => {
  if (reason.code !== 'secret-mismatch')
    return { removal: null, code: 'untouched', notice: failedJoin(reason) }
  if (triesLeft > 0) return { removal: null, code: 'suspected', notice: { kind: 'wrong-code', triesLeft } }
  // A code that is burnt stays claimed, so that nobody finds it again.
  return { removal: reason.code, code: 'burnt', notice: { kind: 'code-burnt' } }
}

const noticeOf = ({ name, from, reason }: GuestEnd): HostNotice | null => {
  // Who has proved the code knocks at once; leaving instead is what an app does whose answer was changed on its way.
  if (from === 'knocking' && reason.code !== 'tampered') return failedJoin(reason)
  // Leaving later is nobody's failure.
  return reason.code === 'session-ended' ? null : { kind: 'guest-lost', name, failure: reason }
}

/** Between two apps the proof takes a moment: nobody leaves on purpose just then. */
const failedJoin = (reason: Failure): HostNotice => ({
  kind: 'join-failed',
  failure: reason.code === 'session-ended' ? failure('peer-gone') : reason,
})
