import { shortId, type Logger } from './log.ts'
import type { Metrics } from './metrics.ts'
import type { Rooms } from './rooms.ts'

/** Writes one line per change in the life of a session, and counts it. */
export const auditRooms = ({ events }: Rooms, log: Logger, metrics: Metrics): void => {
  const ids = ({ id, sessionId }: { readonly id: string; readonly sessionId: string }) => ({
    session: shortId(sessionId),
    member: shortId(id),
  })
  events.on('sessionOpened', (host) => log.info(ids(host), 'session opened'))
  events.on('sessionEnded', (host, code) => {
    metrics.sessionsEnded.inc({ reason: code })
    log.info({ ...ids(host), reason: code }, 'session ended')
  })
  events.on('viewerClaimed', (viewer) => log.info(ids(viewer), 'viewer claimed the code'))
  events.on('viewerReturned', (viewer) => log.info(ids(viewer), 'viewer came back'))
  events.on('viewerOrphaned', (viewer) => log.info(ids(viewer), 'viewer lost its host before a proof'))
  events.on('viewerAdmitted', (viewer) => log.info(ids(viewer), 'viewer admitted'))
  events.on('viewerLeft', (viewer, code) => log.info({ ...ids(viewer), reason: code }, 'viewer left'))
  events.on('memberAway', (member) => log.debug({ ...ids(member), role: member.role }, 'member away'))
  events.on('memberBack', (member) => log.debug({ ...ids(member), role: member.role }, 'member back'))
  events.on('signalRelayed', (data) => {
    metrics.signals.inc()
    metrics.signalCharacters.inc(data.length)
  })
}
