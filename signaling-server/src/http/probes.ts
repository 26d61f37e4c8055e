import type { FastifyInstance } from 'fastify'
import type { Registry } from 'prom-client'

export interface ProbesOptions {
  readonly registry: Registry
  readonly isDraining: () => boolean
}

/** For those who look after the server: is it alive, does it take new work, what has it done. */
export const registerProbes = (app: FastifyInstance, { registry, isDraining }: ProbesOptions): void => {
  app.get('/healthz', () => ({ status: 'ok' }))
  app.get('/readyz', (_request, reply) =>
    isDraining() ? reply.code(503).send({ status: 'draining' }) : reply.send({ status: 'ready' }),
  )
  app.get('/metrics', async (_request, reply) => {
    reply.type(registry.contentType)
    return registry.metrics()
  })
}
