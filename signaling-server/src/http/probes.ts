import type { FastifyInstance } from 'fastify'
import type { Registry } from 'prom-client'
import { mayReadMetrics } from './metrics-access.ts'
import type { TurnState } from '../turn-health.ts'

export interface ProbesOptions {
  readonly registry: Registry
  readonly metricsToken: string | null
  readonly isDraining: () => boolean
  readonly turnState: () => TurnState
}

/** For those who look after the server: is it alive, does it take new work, what has it done. */
export const registerProbes = (
  app: FastifyInstance,
  { registry, metricsToken, isDraining, turnState }: ProbesOptions,
): void => {
  app.get('/healthz', () => ({ status: 'ok' }))
  app.get('/readyz', (_request, reply) =>
    isDraining()
      ? reply.code(503).send({ status: 'draining' })
      : // Without a relay most people still connect: worth an alarm, no reason to take the server out of service.
        reply.send({ status: 'ready', turn: turnState() }),
  )
  app.get('/metrics', async ({ socket, headers }, reply) => {
    if (!mayReadMetrics({ remoteAddress: socket.remoteAddress, headers }, metricsToken))
      return reply
        .code(metricsToken === null ? 403 : 401)
        .type('text/plain')
        .send('Not for you.\n')
    reply.type(registry.contentType)
    return registry.metrics()
  })
}
