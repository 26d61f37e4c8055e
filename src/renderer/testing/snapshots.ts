import { noGrant } from './control.ts'
import type { AdmittedGuest, ViewerSnapshot, WaitingGuest } from '../session/snapshots.ts'

/** Snapshots as sessions publish them, for what only looks at them. */

const wordsKey = new Uint8Array(32)
const ana = { id: 'Ana', name: 'Ana', app: 'web', since: 0, wordsKey, grant: noGrant } as const

/** A viewer who waits for an answer, and may be accepted. */
export const waitingGuest = (overrides: Partial<WaitingGuest> = {}): WaitingGuest => ({
  ...ana,
  state: 'waiting',
  brake: { kind: 'open' },
  ...overrides,
})

export const admittedGuest = (overrides: Partial<AdmittedGuest> = {}): AdmittedGuest => ({
  ...ana,
  state: 'watching',
  route: { kind: 'direct', protocol: 'udp' },
  ...overrides,
})

/** A viewer whose code has proved itself. */
export const joining = (step: 'waiting' | 'linking'): Extract<ViewerSnapshot, { kind: 'joining' }> => ({
  kind: 'joining',
  step,
  wordsKey,
})

type Watching = Extract<ViewerSnapshot, { kind: 'watching' }>

export const watching = (overrides: Partial<Watching> = {}): Watching => ({
  kind: 'watching',
  stream: {} as MediaStream,
  connection: 'live',
  paused: false,
  since: 0,
  route: null,
  control: null,
  wordsKey,
  ...overrides,
})
