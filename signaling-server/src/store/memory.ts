import type {
  CodeClaim,
  Counts,
  Detachment,
  Host,
  Member,
  MemberAndPeers,
  NewMember,
  PlaceClaim,
  Store,
  Viewer,
} from './store.ts'

interface Code {
  readonly room: string
  readonly expiresAtMs: number
  /** The viewer that holds it; null while it is open. */
  readonly heldBy: string | null
}

interface Session {
  readonly hostId: string
  readonly viewerIds: Set<string>
  /** At which viewers come back. */
  places: readonly string[]
  code: Code | null
}

const isHere = ({ presence }: Member, connection: string): boolean =>
  presence.state === 'here' && presence.connection === connection

/** The store of a single process: every method runs in one turn of the event loop, hence atomically. */
export class MemoryStore implements Store {
  readonly #sessions = new Map<string, Session>()
  readonly #members = new Map<string, Member>()
  /** Room number of each live code → its session. */
  readonly #rooms = new Map<string, string>()
  /** Each place → its session. */
  readonly #places = new Map<string, string>()
  readonly #away = new Set<string>()

  counts(): Promise<Counts> {
    const viewers = [...this.#members.values()].filter((member) => member.role === 'viewer')
    const admittedViewers = viewers.filter(({ admitted }) => admitted).length
    return Promise.resolve({
      sessions: this.#sessions.size,
      codes: this.#rooms.size,
      waitingViewers: viewers.length - admittedViewers,
      admittedViewers,
    })
  }

  countCodes(): Promise<number> {
    return Promise.resolve(this.#rooms.size)
  }

  find(memberId: string): Promise<Member | undefined> {
    return Promise.resolve(this.#members.get(memberId))
  }

  createSession(sessionId: string, host: NewMember, maxSessions: number): Promise<boolean> {
    if (this.#sessions.size >= maxSessions) return Promise.resolve(false)
    const { connection, ...rest } = host
    this.#sessions.set(sessionId, { hostId: host.id, viewerIds: new Set(), places: [], code: null })
    this.#members.set(host.id, { ...rest, sessionId, role: 'host', presence: { state: 'here', connection } })
    return Promise.resolve(true)
  }

  openCode(
    sessionId: string,
    room: string,
    expiresAtMs: number,
  ): Promise<'opened' | 'taken' | 'session-over'> {
    const session = this.#sessions.get(sessionId)
    if (!session) return Promise.resolve('session-over')
    if (this.#rooms.has(room)) return Promise.resolve('taken')
    this.#withdrawCode(session)
    session.code = { room, expiresAtMs, heldBy: null }
    this.#rooms.set(room, sessionId)
    return Promise.resolve('opened')
  }

  claimCode({ room, viewer, nowMs, maxWaiting }: CodeClaim): Promise<Host | undefined> {
    const sessionId = this.#rooms.get(room)
    const session = this.#sessions.get(sessionId ?? '')
    if (sessionId === undefined || !session?.code) return Promise.resolve(undefined)
    const { code } = session
    const isOpen = code.heldBy === null && code.expiresAtMs > nowMs
    if (this.#hostOf(session).presence.state === 'away') return Promise.resolve(undefined)
    if (!isOpen || this.#countWaiting(session) >= maxWaiting) return Promise.resolve(undefined)
    session.code = { ...code, heldBy: viewer.id }
    return Promise.resolve(this.#addViewer(sessionId, session, viewer, null))
  }

  setPlaces(sessionId: string, places: readonly string[]): Promise<void> {
    const session = this.#sessions.get(sessionId)
    if (!session) return Promise.resolve()
    this.#withdrawPlaces(session)
    session.places = places.filter((place) => !this.#places.has(place))
    for (const place of session.places) this.#places.set(place, sessionId)
    return Promise.resolve()
  }

  claimPlace({ place, viewer, maxWaiting }: PlaceClaim): Promise<Host | undefined> {
    const sessionId = this.#places.get(place) ?? ''
    const session = this.#sessions.get(sessionId)
    const isOpen = session && this.#countWaiting(session) < maxWaiting
    return Promise.resolve(isOpen ? this.#addViewer(sessionId, session, viewer, place) : undefined)
  }

  findHolder(sessionId: string): Promise<Viewer | undefined> {
    const holder = this.#members.get(this.#sessions.get(sessionId)?.code?.heldBy ?? '')
    return Promise.resolve(holder?.role === 'viewer' ? holder : undefined)
  }

  reopenCode(
    sessionId: string,
    viewerId: string,
    nowMs: number,
  ): Promise<'reopened' | 'expired' | 'not-held'> {
    const session = this.#sessions.get(sessionId)
    return Promise.resolve(session ? this.#reopen(session, viewerId, nowMs) : 'not-held')
  }

  admitViewer(
    sessionId: string,
    viewerId: string,
    maxViewers: number,
  ): Promise<'admitted' | 'full' | 'unknown'> {
    const session = this.#sessions.get(sessionId)
    const viewer = this.#members.get(viewerId)
    if (!session || viewer?.role !== 'viewer' || viewer.sessionId !== sessionId)
      return Promise.resolve('unknown')
    if (viewer.admitted) return Promise.resolve('admitted')
    const admitted = this.#viewersIn(session).filter((it) => it.admitted).length
    if (admitted >= maxViewers) return Promise.resolve('full')
    if (session.code?.heldBy === viewerId) this.#withdrawCode(session)
    this.#members.set(viewerId, { ...viewer, admitted: true })
    return Promise.resolve('admitted')
  }

  attach(memberId: string, connection: string): Promise<MemberAndPeers | undefined> {
    const member = this.#members.get(memberId)
    const session = this.#sessions.get(member?.sessionId ?? '')
    if (!member || !session) return Promise.resolve(undefined)
    this.#members.set(memberId, { ...member, presence: { state: 'here', connection } })
    this.#away.delete(memberId)
    return Promise.resolve({ member, peers: this.#peersOf(member, session) })
  }

  detach(memberId: string, connection: string, nowMs: number): Promise<Detachment | undefined> {
    const member = this.#members.get(memberId)
    const session = this.#sessions.get(member?.sessionId ?? '')
    if (!member || !session || !isHere(member, connection)) return Promise.resolve(undefined)
    if (member.role === 'viewer' && !member.admitted) {
      this.#reopen(session, memberId, nowMs)
      return Promise.resolve({ kind: 'gone', ...this.#drop(member, session) })
    }
    this.#members.set(memberId, { ...member, presence: { state: 'away', sinceMs: nowMs } })
    this.#away.add(memberId)
    return Promise.resolve({ kind: 'away', member, peers: this.#peersOf(member, session) })
  }

  remove(memberId: string): Promise<MemberAndPeers | undefined> {
    return Promise.resolve(this.#remove(memberId))
  }

  sweep(nowMs: number, awaySinceMs: number): Promise<readonly MemberAndPeers[]> {
    for (const sessionId of this.#rooms.values()) {
      const session = this.#sessions.get(sessionId)
      if (session?.code && session.code.expiresAtMs <= nowMs) this.#withdrawCode(session)
    }
    const lapsed = [...this.#away].filter((memberId) => {
      const presence = this.#members.get(memberId)?.presence
      return presence?.state === 'away' && presence.sinceMs <= awaySinceMs
    })
    return Promise.resolve(lapsed.flatMap((memberId) => this.#remove(memberId) ?? []))
  }

  #remove(memberId: string): MemberAndPeers | undefined {
    const member = this.#members.get(memberId)
    const session = this.#sessions.get(member?.sessionId ?? '')
    return member && session && this.#drop(member, session)
  }

  #drop(member: Member, session: Session): MemberAndPeers {
    const peers = this.#peersOf(member, session)
    this.#forget(member.id)
    if (member.role === 'viewer') {
      session.viewerIds.delete(member.id)
    } else {
      for (const viewer of peers) this.#forget(viewer.id)
      this.#withdrawCode(session)
      this.#withdrawPlaces(session)
      this.#sessions.delete(member.sessionId)
    }
    return { member, peers }
  }

  #forget(memberId: string): void {
    this.#members.delete(memberId)
    this.#away.delete(memberId)
  }

  #reopen(session: Session, viewerId: string, nowMs: number): 'reopened' | 'expired' | 'not-held' {
    const { code } = session
    if (code?.heldBy !== viewerId) return 'not-held'
    if (code.expiresAtMs <= nowMs) {
      this.#withdrawCode(session)
      return 'expired'
    }
    session.code = { ...code, heldBy: null }
    return 'reopened'
  }

  #addViewer(sessionId: string, session: Session, viewer: NewMember, place: string | null): Host {
    const host = this.#hostOf(session)
    const { connection, ...rest } = viewer
    session.viewerIds.add(viewer.id)
    this.#members.set(viewer.id, {
      ...rest,
      sessionId,
      role: 'viewer',
      admitted: false,
      place,
      presence: { state: 'here', connection },
    })
    return host
  }

  #countWaiting(session: Session): number {
    return this.#viewersIn(session).filter(({ admitted }) => !admitted).length
  }

  #withdrawPlaces(session: Session): void {
    for (const place of session.places) this.#places.delete(place)
    session.places = []
  }

  #withdrawCode(session: Session): void {
    if (session.code) this.#rooms.delete(session.code.room)
    session.code = null
  }

  #peersOf(member: Member, session: Session): readonly Member[] {
    return member.role === 'host' ? this.#viewersIn(session) : [this.#hostOf(session)]
  }

  #hostOf({ hostId }: Session): Host {
    const host = this.#members.get(hostId)
    if (host?.role !== 'host') throw new Error('a session without its host')
    return host
  }

  #viewersIn({ viewerIds }: Session): readonly Viewer[] {
    return [...viewerIds].flatMap((id) => {
      const viewer = this.#members.get(id)
      return viewer?.role === 'viewer' ? [viewer] : []
    })
  }
}
