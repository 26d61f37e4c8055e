import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Clock } from '../../../src/shared/clock.ts'
import { failure, type ErrorCode } from '../../../src/shared/errors.ts'
import type { IceReply } from '../../../src/shared/protocol/signaling.ts'
import type { Config } from '../config.ts'
import type { Decoys } from '../decoys/decoys.ts'
import type { Metrics } from '../metrics.ts'
import { isAllowedOrigin } from '../origin.ts'
import type { AddressLimits } from '../rate-limit.ts'
import type { Rooms } from '../rooms.ts'
import { turnCredentials } from '../turn-credentials.ts'

export interface IceOptions {
  readonly config: Pick<Config, 'stunUrls' | 'turn' | 'turnTtlSeconds' | 'allowedOrigins'>
  readonly rooms: Rooms
  readonly decoys: Decoys
  readonly limits: AddressLimits
  readonly metrics: Metrics
  readonly clock: Clock
  readonly addressOf: (request: FastifyRequest['raw']) => string
}

const statusOf: Partial<Record<ErrorCode, number>> = { 'not-allowed': 401, 'rate-limited': 429 }
const bearer = /^Bearer ([\w-]{22})\.([\w-]{22})$/i

const iceReply = (
  { stunUrls, turn, turnTtlSeconds }: IceOptions['config'],
  memberId: string,
  nowMs: number,
) => {
  const stun = stunUrls.length > 0 ? [{ urls: [...stunUrls] }] : []
  const credentials = turn && turnCredentials({ ...turn, memberId, ttlSeconds: turnTtlSeconds, nowMs })
  const relays = turn && credentials ? [{ urls: [...turn.urls], ...credentials }] : []
  return { iceServers: [...stun, ...relays], ttlSeconds: turnTtlSeconds } satisfies IceReply
}

/**
 * `GET /api/ice`: STUN and TURN servers for a member of a live session, who shows `Bearer <memberId>.<ticket>`. Pages
 * of other allowed origins, such as the desktop app's, may ask as well (CORS).
 */
export const registerIce = (app: FastifyInstance, options: IceOptions): void => {
  const { config, rooms, decoys, limits, metrics, clock, addressOf } = options

  const allowOrigin = ({ headers }: FastifyRequest, reply: FastifyReply): void => {
    const { origin, host } = headers
    reply.header('cache-control', 'no-store').header('vary', 'origin')
    if (origin !== undefined && isAllowedOrigin({ origin, host }, config.allowedOrigins))
      reply.header('access-control-allow-origin', origin)
  }

  const refuse = (reply: FastifyReply, code: ErrorCode, retryAfterMs?: number): FastifyReply => {
    if (retryAfterMs !== undefined) reply.header('retry-after', Math.ceil(retryAfterMs / 1000))
    if (code === 'not-allowed') reply.header('www-authenticate', 'Bearer')
    return reply
      .code(statusOf[code] ?? 500)
      .send(failure(code, retryAfterMs === undefined ? {} : { retryAfterMs }))
  }

  app.options('/api/ice', (request, reply) => {
    allowOrigin(request, reply)
    return reply
      .header('access-control-allow-methods', 'GET')
      .header('access-control-allow-headers', 'authorization')
      .header('access-control-max-age', '600')
      .code(204)
      .send()
  })

  app.get('/api/ice', async (request, reply) => {
    allowOrigin(request, reply)
    const allowed = await limits.iceRequests.take(addressOf(request.raw))
    if (!allowed.ok) {
      metrics.rateLimited.inc({ limit: 'ice-requests' })
      return refuse(reply, allowed.error.code, allowed.error.retryAfterMs)
    }
    const [, memberId, ticket] = bearer.exec(request.headers.authorization ?? '') ?? []
    if (!memberId || !ticket) return refuse(reply, 'not-allowed')
    const isKnown = (await rooms.memberWithTicket(memberId, ticket)) ?? decoys.hasTicket(memberId, ticket)
    return isKnown ? reply.send(iceReply(config, memberId, clock.now())) : refuse(reply, 'not-allowed')
  })
}
