import type { Emitter } from '../../src/shared/emitter.ts'
import type { ErrorCode } from '../../src/shared/errors.ts'
import type { Notice, NoticeName } from '../../src/shared/protocol/signaling.ts'
import type { Host, Member, MemberAndPeers, Viewer } from './store/store.ts'

/** The way to the connections; those that are gone are passed over in silence. */
export interface Delivery {
  send<N extends NoticeName>(connection: string, notice: N, payload: Notice<N>): void
  /** Closes a connection. */
  drop(connection: string): void
}

export type MemberIds = Pick<Member, 'id' | 'sessionId'>

/** What happened, for log and metrics. */
export interface RoomsEvents {
  sessionOpened: [host: MemberIds, fingerprint: Uint8Array]
  sessionEnded: [host: MemberIds, code: ErrorCode]
  codeOpened: [host: MemberIds, room: string]
  /** It has claimed a code of this host and proved nothing yet. */
  viewerClaimed: [viewer: MemberIds, hostId: string, room: string]
  /** It has come back to this host, by its own account. */
  viewerReturned: [viewer: MemberIds]
  /** By what the host asks for next, the viewer has proved that it knows the secret. May come twice. */
  viewerProved: [viewer: MemberIds]
  /** Its host is gone, for now or for good, and it has proved nothing: it is a member no more, and must not notice. */
  viewerOrphaned: [viewer: Viewer]
  viewerAdmitted: [viewer: MemberIds]
  viewerLeft: [viewer: MemberIds, code: ErrorCode]
  memberAway: [member: Member]
  memberBack: [member: Member]
  signalRelayed: [data: string, sender: Member, target: Member]
}

export interface AnnouncementsDeps {
  readonly delivery: Delivery
  readonly events: Pick<Emitter<RoomsEvents>, 'emit'>
  /** Whether a viewer has claimed a code and proved nothing yet. */
  readonly isUnproved: (viewerId: string) => boolean
}

/** Tells members, and those who watch the server, what has become of others. Decides nothing, and keeps nothing. */
export class Announcements {
  readonly #deps: AnnouncementsDeps

  constructor(deps: AnnouncementsDeps) {
    this.#deps = deps
  }

  /** Says something to a member; one without a connection learns it when it is back. */
  tell<N extends NoticeName>(member: Member, notice: N, payload: Notice<N>): void {
    if (member.presence.state === 'here')
      this.#deps.delivery.send(member.presence.connection, notice, payload)
  }

  /** Tells the host of a viewer, and the viewer whether the host is there. */
  introduce(host: Host, connection: string, viewer: Notice<'viewer:claimed'>): void {
    if (host.presence.state === 'here') this.tell(host, 'viewer:claimed', viewer)
    else this.#deps.delivery.send(connection, 'host:presence', { online: false })
  }

  /** Tells a member that has been away, and its peers, what they could not know of each other. */
  welcomeBack(member: Member, peers: readonly Member[], connection: string): void {
    const { delivery, events } = this.#deps
    events.emit('memberBack', member)
    for (const peer of peers) {
      if (peer.role === 'viewer') {
        this.tell(peer, 'host:presence', { online: true })
      } else if (peer.presence.state === 'away') {
        delivery.send(connection, 'host:presence', { online: false })
      }
    }
  }

  /**
   * Who wait at a place: the host may have been away when they came, or on a connection that nobody knew to be dead. It
   * must hear of the place before it hears of the member, whom it would take for a stranger.
   */
  recallReturns(peers: readonly Member[], connection: string): void {
    for (const peer of peers)
      if (peer.role === 'viewer' && !peer.admitted && peer.place !== null)
        this.#deps.delivery.send(connection, 'viewer:claimed', { viewerId: peer.id, place: peer.place })
  }

  /** A member has gone by itself, and with a host its session. */
  announceDeparture({ member, peers }: MemberAndPeers, code: ErrorCode): void {
    const { events, isUnproved } = this.#deps
    events.emit(member.role === 'host' ? 'sessionEnded' : 'viewerLeft', member, code)
    for (const peer of peers) {
      if (peer.role === 'host') this.tell(peer, 'viewer:left', { viewerId: member.id, code })
      else if (isUnproved(peer.id)) events.emit('viewerOrphaned', peer)
      else {
        this.tell(peer, 'session:ended', { code })
        events.emit('viewerLeft', peer, code)
      }
    }
  }
}
