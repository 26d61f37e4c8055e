import { Emitter } from '#shared/emitter.ts'
import { failure, type ErrorCode, type Failure } from '#shared/errors.ts'
import type { Reply, RequestName, RequestPayload } from '#shared/protocol/signaling.ts'
import { err, ok, type Result } from '#shared/result.ts'
import type { Membership, SignalingEvents } from '../../transport/signaling-client.ts'
import type { Signaling } from '../deps.ts'

/**
 * The signaling server as the sessions see it, in memory: one session, real codes, relayed signals. Tests make it
 * fail, forget and lie. The real one has tests of its own, with real sockets.
 */
export class FakeServer {
  readonly requests: string[] = []
  readonly removed: { viewerId: string; code: ErrorCode }[] = []
  /** When set, connecting fails with it. */
  refusal: Failure | null = null
  /** When set, no session is opened. */
  createFailure: Failure | null = null
  /** Changes or drops what is relayed. */
  tamper: (data: string) => string | null = (data) => data
  /** When set, everything is delivered twice. */
  repeat = false
  maxViewers = 2
  room: string | null = null
  claimedBy: string | null = null
  /** Whom the host has let in. */
  readonly admitted = new Set<string>()
  /** Who has come to which place. */
  readonly returned = new Map<string, string>()
  /** Where viewers may come back. */
  places: readonly string[] = []
  host: FakeSignaling | null = null
  readonly viewers = new Map<string, FakeSignaling>()
  /** The host of before the last restart, whose connection is still there. */
  #lastHost: FakeSignaling | null = null
  #rooms = 48_213
  #ids = 0

  connect(): FakeSignaling {
    return new FakeSignaling(this)
  }

  newId(): string {
    return `member-${this.#ids++}`.padEnd(22, '_')
  }

  newRoom(): Reply<'code:renew'> {
    this.room = String(this.#rooms++)
    this.claimedBy = null
    return { room: this.room, codeTtlMs: 600_000 }
  }

  /** The host is back on another connection, as the one it was. */
  resumeHost(): void {
    for (const [viewerId, place] of this.returned)
      if (!this.admitted.has(viewerId)) this.host?.emit('viewer:claimed', { viewerId, place })
    this.host?.emit('resumed', { role: 'host', members: [...this.viewers.keys()] })
  }

  /** The server restarts: everybody is unknown to it. */
  restart(): void {
    this.room = null
    this.places = []
    const members = [this.host ?? this.#lastHost, ...this.viewers.values()]
    this.#lastHost = members[0] ?? null
    this.host = null
    this.viewers.clear()
    for (const member of members) {
      member?.emit('interrupted')
      member?.emit('forgotten')
    }
  }
}

/** All that requests carry; each looks at its own. */
interface FakePayload {
  readonly room: string
  readonly viewerId: string
  readonly code: ErrorCode
  readonly places: readonly string[]
  readonly place: string
}

export class FakeSignaling extends Emitter<SignalingEvents> implements Signaling {
  readonly #server: FakeServer
  id = ''
  closed = false
  /** Without a connection: nothing is asked, and nothing answered. */
  isAway = false

  constructor(server: FakeServer) {
    super()
    this.#server = server
  }

  open(): Promise<Result<void>> {
    return Promise.resolve(this.#server.refusal ? err(this.#server.refusal) : ok(undefined))
  }

  remember(_membership: Membership): void {
    // Resumption is the real client's business; the fake never loses a connection by itself.
  }

  keepMembership(): void {
    // As `remember`.
  }

  request<N extends RequestName>(name: N, payload: RequestPayload<N>): Promise<Result<Reply<N>>> {
    if (this.isAway) return Promise.resolve(err(failure('server-unreachable')))
    this.#server.requests.push(name)
    return Promise.resolve(this.#answer(name, payload as never) as Result<Reply<N>>)
  }

  wake(): void {
    // As `open`: nothing here is ever lost by itself.
  }

  sendSignal(to: string, data: string): void {
    const relayed = this.#server.tamper(data)
    const { host, viewers } = this.#server
    const target = to === host?.id ? host : viewers.get(to)
    const from = this.id
    // A relay is never synchronous: the sender's own code runs on first.
    const deliver = (): void => {
      if (target && !target.closed && !target.isAway && relayed !== null)
        target.emit('signal:received', { from, data: relayed })
    }
    queueMicrotask(deliver)
    if (this.#server.repeat) queueMicrotask(deliver)
  }

  dropSignals(_to: string): void {
    // Nothing waits here.
  }

  close(): void {
    if (this.closed) return
    this.closed = true
    this.clear()
    if (this.#server.host === this) {
      for (const viewer of this.#server.viewers.values())
        if (!viewer.closed) viewer.emit('session:ended', { code: 'session-ended' })
    } else if (this.#server.viewers.delete(this.id)) {
      // After what it had sent before, as on one real connection.
      queueMicrotask(() =>
        this.#server.host?.emit('viewer:left', { viewerId: this.id, code: 'session-ended' }),
      )
    }
  }

  #answer(name: RequestName, payload: FakePayload): Result<unknown> {
    const server = this.#server
    switch (name) {
      case 'session:create':
        if (server.createFailure) return err(server.createFailure)
        server.host = this
        this.id = server.newId()
        return ok({
          sessionId: server.newId(),
          memberId: this.id,
          ticket: server.newId(),
          maxViewers: server.maxViewers,
          ...server.newRoom(),
        })
      case 'code:renew':
        return ok(server.newRoom())
      case 'code:claim': {
        if (payload.room !== server.room || server.claimedBy) return err(failure('code-invalid'))
        this.id = server.newId()
        server.claimedBy = this.id
        server.viewers.set(this.id, this)
        const viewerId = this.id
        queueMicrotask(() => server.host?.emit('viewer:claimed', { viewerId }))
        const hostId = server.host?.id
        return ok({ sessionId: server.newId(), memberId: this.id, ticket: server.newId(), hostId })
      }
      case 'viewer:admit':
        server.admitted.add(payload.viewerId)
        return ok({})
      case 'session:expect':
        if (server.host !== this) return err(failure('not-allowed'))
        server.places = payload.places
        return ok({})
      case 'place:claim': {
        const { place } = payload
        if (!server.places.includes(place)) return err(failure('not-allowed'))
        this.id = server.newId()
        server.viewers.set(this.id, this)
        const viewerId = this.id
        server.returned.set(viewerId, place)
        const { host } = server
        if (host && !host.isAway) queueMicrotask(() => host.emit('viewer:claimed', { viewerId, place }))
        return ok({
          sessionId: server.newId(),
          memberId: this.id,
          ticket: server.newId(),
          hostId: host?.id,
        })
      }
      case 'code:release':
        if (server.claimedBy === payload.viewerId) server.claimedBy = null
        this.#drop(payload.viewerId, 'code-invalid')
        return ok({})
      case 'viewer:remove':
        server.removed.push({ viewerId: payload.viewerId, code: payload.code })
        this.#drop(payload.viewerId, payload.code)
        return ok({})
      default:
        return ok({})
    }
  }

  #drop(viewerId: string, code: ErrorCode): void {
    const viewer = this.#server.viewers.get(viewerId)
    this.#server.viewers.delete(viewerId)
    // After what was relayed before, as on one real connection.
    queueMicrotask(() => {
      if (viewer && !viewer.closed) viewer.emit('viewer:removed', { code })
    })
  }
}
