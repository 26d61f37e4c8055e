import { fullControl, noGrant } from './control.ts'
import { noFindings } from '../session/connection-doctor.ts'
import type { AdmittedGuest, HostSnapshot, ViewerSnapshot, WaitingGuest } from '../session/snapshots.ts'

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
  route: { kind: 'direct', protocol: 'udp', relay: null },
  findings: noFindings,
  ...overrides,
})

type OpenHost = Extract<HostSnapshot, { kind: 'open' }>

export const openHost = (overrides: Partial<OpenHost> = {}): OpenHost => ({
  kind: 'open',
  stream: {} as MediaStream,
  paused: false,
  sound: 'none',
  code: { kind: 'requesting' },
  guests: [],
  maxViewers: 4,
  control: fullControl,
  server: 'online',
  startedAt: 0,
  notice: null,
  ...overrides,
})

/** A viewer whose code has proved itself. */
export const joining = (step: 'waiting' | 'linking'): Extract<ViewerSnapshot, { kind: 'joining' }> =>
  step === 'waiting'
    ? { kind: 'joining', step, wordsKey }
    : { kind: 'joining', step, wordsKey, findings: noFindings }

type Watching = Extract<ViewerSnapshot, { kind: 'watching' }>

export const watching = (overrides: Partial<Watching> = {}): Watching => ({
  kind: 'watching',
  stream: {} as MediaStream,
  sound: null,
  connection: 'live',
  paused: false,
  since: 0,
  route: null,
  control: null,
  wordsKey,
  findings: noFindings,
  ...overrides,
})
