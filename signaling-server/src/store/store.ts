/**
 * What the server remembers: sessions, their members, their codes. Each method is atomic: an adapter that shares its
 * state among nodes runs it as one script. Times are milliseconds since the epoch and come from the caller.
 */

/** Where a member is: on a connection, or without one since a certain time. */
export type Presence =
  | { readonly state: 'here'; readonly connection: string }
  | { readonly state: 'away'; readonly sinceMs: number }

interface MemberBase {
  readonly id: string
  readonly sessionId: string
  /** SHA-256 of the ticket, base64url: whoever reads the store can resume nothing with it. */
  readonly ticketDigest: string
  readonly presence: Presence
}
export interface Host extends MemberBase {
  readonly role: 'host'
}
export interface Viewer extends MemberBase {
  readonly role: 'viewer'
  /** False while it has only claimed the code. */
  readonly admitted: boolean
  /** Where it came back; null if it came with a code. */
  readonly place: string | null
}
export type Member = Host | Viewer

/** A member that joins, on the connection that asked. */
export interface NewMember {
  readonly id: string
  readonly ticketDigest: string
  readonly connection: string
}

export interface CodeClaim {
  readonly room: string
  readonly viewer: NewMember
  readonly nowMs: number
  /** Viewers not yet admitted that a session may have at once, this one included. */
  readonly maxWaiting: number
}

export interface PlaceClaim extends Omit<CodeClaim, 'room' | 'nowMs'> {
  readonly place: string
}

/** A member, and those whom its coming and going concerns: of a host all viewers, of a viewer the host. */
export interface MemberAndPeers {
  readonly member: Member
  readonly peers: readonly Member[]
}

/** What the loss of a connection meant: the member may come back, or is gone at once. */
export interface Detachment extends MemberAndPeers {
  readonly kind: 'away' | 'gone'
}

export interface Counts {
  readonly sessions: number
  readonly codes: number
  readonly waitingViewers: number
  readonly admittedViewers: number
}

export interface Store {
  counts(): Promise<Counts>
  /** Codes that occupy a room number, open or claimed. */
  countCodes(): Promise<number>
  find(memberId: string): Promise<Member | undefined>

  /** Opens a session with its host; false when there are `maxSessions` already. */
  createSession(sessionId: string, host: NewMember, maxSessions: number): Promise<boolean>
  /** Puts the session's code at `room`, in place of the one it had. */
  openCode(sessionId: string, room: string, expiresAtMs: number): Promise<'opened' | 'taken' | 'session-over'>
  /** Makes the viewer a waiting member and the code its own; undefined unless the code is open and its host is here. Returns the host. */
  claimCode(claim: CodeClaim): Promise<Host | undefined>
  /** Replaces the places at which the session takes viewers back; those that another session has stay with that. */
  setPlaces(sessionId: string, places: readonly string[]): Promise<void>
  /** Makes the viewer a waiting member of the session that has this place. Returns the host. */
  claimPlace(claim: PlaceClaim): Promise<Host | undefined>
  /** The viewer that holds the session's code, if it is still a member. */
  findHolder(sessionId: string): Promise<Viewer | undefined>
  /** Opens the session's code again if `viewerId` holds it, even when that viewer has gone. */
  reopenCode(sessionId: string, viewerId: string, nowMs: number): Promise<'reopened' | 'expired' | 'not-held'>
  /** Admits a waiting viewer, whose code is used up by that. */
  admitViewer(
    sessionId: string,
    viewerId: string,
    maxViewers: number,
  ): Promise<'admitted' | 'full' | 'unknown'>

  /** Puts the member on another connection; returns it as it was before, and its peers, undefined if it is gone. */
  attach(memberId: string, connection: string): Promise<MemberAndPeers | undefined>
  /**
   * Notes the loss of a connection; undefined if the member is not on it any more. A viewer not yet admitted is
   * removed at once, and its code opened again.
   */
  detach(memberId: string, connection: string, nowMs: number): Promise<Detachment | undefined>
  /** Removes a member, the whole session with a host; undefined if it is gone. A code that it held stays claimed. */
  remove(memberId: string): Promise<MemberAndPeers | undefined>
  /** Withdraws the codes that have expired, removes the members who are away since `awaySinceMs` or longer. */
  sweep(nowMs: number, awaySinceMs: number): Promise<readonly MemberAndPeers[]>
}
