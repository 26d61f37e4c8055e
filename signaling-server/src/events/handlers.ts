import type { RequestName } from '../../../src/shared/protocol/signaling.ts'
import { asHost, asMemberOrVisitor, type Handler } from './handler.ts'
import { claimCode, claimPlace, createSession, resumeSession } from './join.ts'

/** Every request, who may make it, and what answers it. */
export const handlers: { readonly [N in RequestName]: Handler<N> } = {
  'session:create': createSession,
  'session:resume': resumeSession,
  'code:claim': claimCode,
  'place:claim': claimPlace,
  'code:renew': asHost((rooms, host) => rooms.renew(host)),
  'session:expect': asHost((rooms, host, { places }) => rooms.expect(host, places)),
  'code:release': asHost((rooms, host, { viewerId }) => rooms.release(host, viewerId)),
  'viewer:admit': asHost((rooms, host, { viewerId }) => rooms.admit(host, viewerId)),
  'viewer:remove': asHost((rooms, host, { viewerId, code }) => rooms.remove(host, viewerId, code)),
  'signal:send': asMemberOrVisitor(
    (rooms, sender, { to, data }) => rooms.relay(sender, to, data),
    (decoys, { memberId }, signal) => decoys.relay(memberId, signal),
  ),
  'session:leave': asMemberOrVisitor(
    (rooms, member) => rooms.leave(member),
    (decoys, { connection, memberId }) => decoys.leave(connection, memberId),
  ),
}
