import type { BothFindings } from '#shared/doctor/findings.ts'
import type { Failure } from '#shared/errors.ts'
import type { GuestState } from '#shared/machines/guest.ts'
import type {
  ControlAvailability,
  ControlObstacle,
  LocalGrant,
  PointerCheck,
} from '#shared/protocol/grants.ts'
import type { Route } from '#shared/route.ts'
import type { BrakeSnapshot } from './host/accept-brake.ts'

/**
 * What the sessions publish at each change: plain, immutable data for the stores and views. A variant holds the
 * fields that make sense in it, and no others.
 */

/** The host's code at this moment. */
export type CodeSnapshot =
  | { readonly kind: 'requesting' }
  | {
      readonly kind: 'ready'
      /** As shown and read aloud: `48213 90571`. */
      readonly text: string
      /** As in the fragment of a join link: `48213-90571`. */
      readonly fragment: string
      /** On this machine's clock, milliseconds since the epoch. */
      readonly expiresAt: number
    }
  /** Its time is over; a new one can be asked for. */
  | { readonly kind: 'expired' }
  /** There were wrong tries at it; only the person may draw a new one, or a server could go on guessing for ever. */
  | { readonly kind: 'burnt' }
  /** A stranger asked for it; only the person may draw a new one, or it would be read aloud to the same stranger. */
  | { readonly kind: 'withdrawn' }
  /** None to be had now, because of the server. */
  | { readonly kind: 'unavailable'; readonly failure: Failure }

interface KnownGuest {
  readonly id: string
  /** As given by the viewer, not verified; may be empty. */
  readonly name: string
  readonly app: 'web' | 'desktop'
  /** When it asked to join, milliseconds since the epoch. */
  readonly since: number
  /** What it may do beyond watching. */
  readonly grant: LocalGrant
  /** What the words to compare with it are made of (`PairedKeys`). */
  readonly wordsKey: Uint8Array
}

/** Control as the host sees it, whichever viewer it is about. */
export interface HostControlSnapshot {
  readonly availability: ControlAvailability
  readonly pointer: PointerCheck
  readonly obstacle: ControlObstacle | null
  /** Whether viewers' questions are answered in the page; otherwise main asks in a dialog of its own. */
  readonly answersHere: boolean
}

/** Control as the viewer sees it. */
export interface ViewerControlSnapshot {
  readonly availability: ControlAvailability
  readonly grant: LocalGrant
  readonly pointer: PointerCheck
  readonly obstacle: ControlObstacle | null
}

/** A viewer who proved the code and awaits the person's answer. */
export interface WaitingGuest extends KnownGuest {
  readonly state: 'waiting'
  readonly brake: BrakeSnapshot
}

/** A viewer who was let in. */
export interface AdmittedGuest extends KnownGuest {
  readonly state: Exclude<GuestState, 'proving' | 'knocking' | 'waiting' | 'gone'>
  /** Null until the link has found one. */
  readonly route: Route | null
  /** Why connecting takes its time, where both ends can tell. */
  readonly findings: BothFindings
}

/** A viewer, as the host sees it; those still proving the code, or who have not said who they are, are not listed. */
export type GuestSnapshot = WaitingGuest | AdmittedGuest

/** How the app stands with its signaling server. Running links do not depend on it. */
export type ServerPresence = 'online' | 'reconnecting'

export type HostSnapshot =
  | { readonly kind: 'idle' }
  /** The person is picking what to share. */
  | { readonly kind: 'choosing' }
  /** Captured; asking the server for a room. */
  | { readonly kind: 'opening'; readonly stream: MediaStream }
  | {
      readonly kind: 'open'
      readonly stream: MediaStream
      readonly paused: boolean
      /** Whether the sound of what is shown goes along: there may be none, or the person has muted it. */
      readonly sound: 'none' | 'muted' | 'sent'
      readonly code: CodeSnapshot
      readonly guests: readonly GuestSnapshot[]
      readonly control: HostControlSnapshot
      readonly maxViewers: number
      readonly server: ServerPresence
      readonly startedAt: number
      /** The last thing worth telling that ended nothing, for example a wrong code or a viewer who vanished. */
      readonly notice: HostNotice | null
    }
  /** Over; `failure` is null when the person stopped it. */
  | { readonly kind: 'ended'; readonly failure: Failure | null }

export type HostNotice =
  /** Somebody claimed the code and did not know the secret. */
  | { readonly kind: 'wrong-code'; readonly triesLeft: number }
  /** Too many wrong tries: the code was burnt. */
  | { readonly kind: 'code-burnt' }
  /** Somebody began to join, and the proof of the code broke off without costing a try. */
  | { readonly kind: 'join-failed'; readonly failure: Failure }
  /** Something else was to be shown and could not be; what was shown before still is. */
  | { readonly kind: 'not-switched'; readonly failure: Failure }
  /** A viewer's link failed or vanished. */
  | { readonly kind: 'guest-lost'; readonly name: string; readonly failure: Failure }

export type ViewerSnapshot =
  | { readonly kind: 'idle' }
  | { readonly kind: 'joining'; readonly step: 'claiming' | 'proving' }
  /** The code has proved itself. */
  | { readonly kind: 'joining'; readonly step: 'waiting'; readonly wordsKey: Uint8Array }
  | {
      readonly kind: 'joining'
      readonly step: 'linking'
      readonly wordsKey: Uint8Array
      /** Why connecting takes its time, where both ends can tell. */
      readonly findings: BothFindings
    }
  | {
      readonly kind: 'watching'
      readonly stream: MediaStream
      /** Null while the host sends none. */
      readonly sound: MediaStream | null
      readonly connection: 'live' | 'reconnecting'
      readonly paused: boolean
      /** When the picture first arrived, milliseconds since the epoch. */
      readonly since: number
      /** Null until the host has said what can be had beyond watching. */
      readonly control: ViewerControlSnapshot | null
      /** Null until the link knows it. */
      readonly route: Route | null
      /** What the words to compare with the host are made of (`PairedKeys`). */
      readonly wordsKey: Uint8Array
      /** Why reconnecting takes its time, where both ends can tell; of no meaning while the connection is live. */
      readonly findings: BothFindings
    }
  /** Over; `failure` is null when the person left. `watched` tells whether there had been a picture. */
  | {
      readonly kind: 'ended'
      readonly failure: Failure | null
      readonly watched: boolean
      /** What stood in the way of the connection; absent if there never was a try. */
      readonly findings?: BothFindings
    }
