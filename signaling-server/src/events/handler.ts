import { failure } from '../../../src/shared/errors.ts'
import type { Reply, RequestName, RequestPayload } from '../../../src/shared/protocol/signaling.ts'
import { err, type Result } from '../../../src/shared/result.ts'
import type { ClaimGate } from '../claims/claim-gate.ts'
import type { Beats } from '../decoys/beats.ts'
import type { Decoys } from '../decoys/decoys.ts'
import type { HostWatch } from '../decoys/host-watch.ts'
import type { Metrics } from '../metrics.ts'
import type { AddressLimits } from '../rate-limit.ts'
import type { Rooms } from '../rooms.ts'
import type { Host, Member } from '../store/store.ts'

/** Who asks: a connection, its address for limits, and the member that was last put on it. */
export interface Caller {
  readonly connection: string
  readonly address: string
  memberId: string | null
  /** Whom it has last asked to let it in, as a viewer. */
  hostId: string | null
  /** Claims of this connection that no proof has followed. */
  unprovedClaims: number
  /** Whether its last claim was paid for with work. */
  hasWorked: boolean
  /** Closes the connection, once the request at hand is answered. */
  readonly cut: () => void
}

export interface HandlerContext {
  readonly rooms: Rooms
  readonly limits: AddressLimits
  readonly hosts: HostWatch
  readonly decoys: Decoys
  readonly beats: Beats
  readonly claims: ClaimGate
  readonly metrics: Metrics
  readonly isDraining: () => boolean
}

/** Answers one request; the payload has been parsed. */
export type Handler<N extends RequestName> = (
  context: HandlerContext,
  caller: Caller,
  payload: RequestPayload<N>,
) => Promise<Result<Reply<N>>>

/** The store has the last word on who is on a connection: a member may have been removed, or moved elsewhere. */
const memberOf = async ({ rooms }: HandlerContext, caller: Caller): Promise<Member | undefined> =>
  caller.memberId === null ? undefined : rooms.memberOn(caller.connection, caller.memberId)

interface Visitor {
  readonly connection: string
  readonly memberId: string
}

const isVisitor = ({ decoys }: HandlerContext, { connection, memberId }: Caller): boolean =>
  memberId !== null && decoys.isVisitor(connection, memberId)

/** For requests that make the caller a member: a connection belongs to one session at a time. */
export const asNewcomer =
  <N extends RequestName>(handle: Handler<N>): Handler<N> =>
  async (context, caller, payload) =>
    isVisitor(context, caller) || (await memberOf(context, caller))
      ? err(failure('not-allowed'))
      : handle(context, caller, payload)

export const asMember =
  <N extends RequestName>(
    handle: (rooms: Rooms, member: Member, payload: RequestPayload<N>) => Promise<Result<Reply<N>>>,
  ): Handler<N> =>
  async (context, caller, payload) => {
    const member = await memberOf(context, caller)
    return member ? handle(context.rooms, member, payload) : err(failure('not-allowed'))
  }

/** For what a viewer may ask that has proved nothing yet, and hence the viewer of a decoy, who must not notice. */
export const asMemberOrVisitor =
  <N extends RequestName>(
    handle: (rooms: Rooms, member: Member, payload: RequestPayload<N>) => Promise<Result<Reply<N>>>,
    handleVisitor: (decoys: Decoys, visitor: Visitor, payload: RequestPayload<N>) => Result<Reply<N>>,
  ): Handler<N> =>
  async (context, caller, payload) => {
    const { connection, memberId } = caller
    return memberId !== null && isVisitor(context, caller)
      ? handleVisitor(context.decoys, { connection, memberId }, payload)
      : asMember(handle)(context, caller, payload)
  }

export const asHost = <N extends RequestName>(
  handle: (rooms: Rooms, host: Host, payload: RequestPayload<N>) => Promise<Result<Reply<N>>>,
): Handler<N> =>
  asMember(async (rooms, member, payload) =>
    member.role === 'host' ? handle(rooms, member, payload) : err(failure('not-allowed')),
  )
