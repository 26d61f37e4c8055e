import { assertNever } from '#shared/assert-never.ts'
import type { ErrorCode } from '#shared/errors.ts'
import type { AppStatus, GuestStatus, ShareCommand, ShareStatus } from '#shared/ipc/share-status.ts'

/** What main knows of the app at a moment; tray, power and shortcuts are functions of it. */
export interface AppState {
  readonly share: ShareStatus
  /** Who controls this computer, as main has it; what the page says of that is not believed. */
  readonly controller: string | null
  /** When that ends by itself, milliseconds since the epoch; null if it does not, or nobody controls. */
  readonly controlEnd: number | null
  readonly viewing: boolean
  readonly window: WindowState
  /** Nobody can be at the screen: it is locked, or the computer sleeps. */
  readonly locked: boolean
  readonly asleep: boolean
  /** Sharing was paused because of one of those, not by the person. */
  readonly pausedByAbsence: boolean
  /** That sharing goes on without a window was said in this session. */
  readonly saidStillSharing: boolean
}

export type WindowState = 'hidden' | 'behind' | 'focused'

export type AppInput =
  | { readonly kind: 'published'; readonly status: AppStatus }
  | { readonly kind: 'controller'; readonly guestId: string | null; readonly end: number | null }
  | { readonly kind: 'window'; readonly window: WindowState }
  /** The person closed the window, which hides it. */
  | { readonly kind: 'window-closed' }
  /** The page crashed or was loaded anew; its sessions are gone. */
  | { readonly kind: 'page-lost' }
  | { readonly kind: 'lock' | 'unlock' | 'suspend' | 'wake' }

/** What has to happen because of a change; everything else follows from the state alone. */
export type AppEffect =
  | { readonly kind: 'command'; readonly command: ShareCommand }
  /** Somebody proved the code and waits for an answer. */
  | { readonly kind: 'announce-guest'; readonly guest: GuestStatus }
  /** Answered, or gone. */
  | { readonly kind: 'withdraw-guest'; readonly guestId: string }
  | { readonly kind: 'say-still-sharing' }
  /** Sharing failed or was cut off while no window showed it. */
  | { readonly kind: 'say-ended'; readonly error: ErrorCode }
  | { readonly kind: 'end-viewing' }
  /** Nothing is shared any more. */
  | { readonly kind: 'release-server' }

export interface Step {
  readonly state: AppState
  readonly effects: readonly AppEffect[]
}

export const initialState: AppState = {
  share: { kind: 'idle' },
  controller: null,
  controlEnd: null,
  viewing: false,
  window: 'hidden',
  locked: false,
  asleep: false,
  pausedByAbsence: false,
  saidStillSharing: false,
}

export const guestsOf = (share: ShareStatus): readonly GuestStatus[] =>
  share.kind === 'open' ? share.guests : []

/** Whether something is shared, or about to be. */
export const isSharing = (share: ShareStatus): boolean => share.kind === 'starting' || share.kind === 'open'

/** Whether a viewer waits whose request has been in sight long enough. */
export const mayBeAccepted = (share: ShareStatus, guestId: string): boolean =>
  share.kind === 'open' && share.guests.some(({ id, mayBeAccepted }) => id === guestId && mayBeAccepted)

/** Whether somebody sees this screen right now. */
export const isWatched = (share: ShareStatus): boolean =>
  share.kind === 'open' && !share.paused && share.guests.some(({ state }) => state !== 'waiting')

const isAway = ({ locked, asleep }: AppState): boolean => locked || asleep

const guestEffects = (before: ShareStatus, after: ShareStatus, window: WindowState): AppEffect[] => {
  const waited = new Set(guestsOf(before).flatMap(({ id, state }) => (state === 'waiting' ? id : [])))
  const waiting = guestsOf(after).filter(({ state }) => state === 'waiting')
  const stillWaiting = new Set(waiting.map(({ id }) => id))
  return [
    // A window in front shows the request itself.
    ...waiting
      .filter(({ id }) => !waited.has(id) && window !== 'focused')
      .map((guest): AppEffect => ({ kind: 'announce-guest', guest })),
    ...[...waited]
      .filter((id) => !stillWaiting.has(id))
      .map((guestId): AppEffect => ({ kind: 'withdraw-guest', guestId })),
  ]
}

/** Cancelling a capture is the person's own doing. */
const isWorthSaying = (error: ErrorCode | null): error is ErrorCode =>
  error !== null && error !== 'capture-refused'

const endEffects = (before: ShareStatus, after: ShareStatus, window: WindowState): AppEffect[] => {
  if (!isSharing(before) || isSharing(after)) return []
  const release: AppEffect = { kind: 'release-server' }
  return after.kind === 'ended' && isWorthSaying(after.error) && window === 'hidden'
    ? [{ kind: 'say-ended', error: after.error }, release]
    : [release]
}

const pause: AppEffect = { kind: 'command', command: { kind: 'pause' } }
const resume: AppEffect = { kind: 'command', command: { kind: 'resume' } }

const withController = (share: ShareStatus, controller: string | null): ShareStatus =>
  share.kind === 'open'
    ? { ...share, guests: share.guests.map((guest) => ({ ...guest, controls: guest.id === controller })) }
    : share

const handlePublished = (state: AppState, { share: published, viewing }: AppStatus): Step => {
  const before = state.share
  const share = withController(published, state.controller)
  const hasOpened = before.kind !== 'open' && share.kind === 'open'
  // Whoever goes on by hand takes it over.
  const wentOn = before.kind === 'open' && before.paused && !(share.kind === 'open' && share.paused)
  const openedUnseen = hasOpened && isAway(state)
  return {
    state: {
      ...state,
      share,
      viewing,
      pausedByAbsence: openedUnseen || (state.pausedByAbsence && !wentOn && share.kind === 'open'),
      saidStillSharing: state.saidStillSharing && isSharing(before),
    },
    effects: [
      ...guestEffects(before, share, state.window),
      ...endEffects(before, share, state.window),
      ...(openedUnseen ? [pause] : []),
    ],
  }
}

const handleClosed = (state: AppState): Step => {
  const saysSo = isSharing(state.share) && !state.saidStillSharing
  return {
    state: { ...state, window: 'hidden', saidStillSharing: state.saidStillSharing || saysSo },
    effects: [
      ...(saysSo ? [{ kind: 'say-still-sharing' } as const] : []),
      ...(state.viewing ? [{ kind: 'end-viewing' } as const] : []),
    ],
  }
}

/** Nobody at the screen means nobody who could stop: the picture pauses, and goes on when the person is back. */
const handlePresence = (state: AppState, presence: Pick<AppState, 'locked' | 'asleep'>): Step => {
  const next = { ...state, ...presence }
  if (isAway(state) === isAway(next) || state.share.kind !== 'open') return { state: next, effects: [] }
  if (isAway(next) && !state.share.paused)
    return { state: { ...next, pausedByAbsence: true }, effects: [pause] }
  if (!isAway(next) && state.pausedByAbsence)
    return { state: { ...next, pausedByAbsence: false }, effects: [resume] }
  return { state: next, effects: [] }
}

/** The one place where main's view of the app changes; pure. */
export const reduce = (state: AppState, input: AppInput): Step => {
  switch (input.kind) {
    case 'published':
      return handlePublished(state, input.status)
    case 'controller': {
      const { guestId: controller, end: controlEnd } = input
      const share = controller === state.controller ? state.share : withController(state.share, controller)
      return { state: { ...state, controller, controlEnd, share }, effects: [] }
    }
    case 'window':
      return { state: { ...state, window: input.window }, effects: [] }
    case 'window-closed':
      return handleClosed(state)
    case 'page-lost':
      return handlePublished(state, {
        share: isSharing(state.share) ? { kind: 'ended', error: 'internal' } : { kind: 'idle' },
        viewing: false,
      })
    case 'lock':
      return handlePresence(state, { locked: true, asleep: state.asleep })
    case 'unlock':
      return handlePresence(state, { locked: false, asleep: state.asleep })
    case 'suspend':
      return handlePresence(state, { locked: state.locked, asleep: true })
    case 'wake':
      return handlePresence(state, { locked: state.locked, asleep: false })
    default:
      return assertNever(input)
  }
}
