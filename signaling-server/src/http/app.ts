import { fastify, type FastifyInstance } from 'fastify'
import type { Logger } from '../log.ts'
import type { TlsIdentity } from '../tls.ts'
import { registerIce, type IceOptions } from './ice.ts'
import { registerProbes, type ProbesOptions } from './probes.ts'
import { registerSecurityHeaders } from './security-headers.ts'
import { registerWebEdition } from './web-edition.ts'

export interface RoutesOptions {
  readonly webRoot: string | null
  readonly probes: ProbesOptions
  readonly ice: IceOptions
}

/** No route takes a body; a request that is slower than this, or larger, is not one of ours. */
const REQUEST_TIMEOUT_MS = 10_000
/** How often connections are looked at that have not finished their request; Node's own half minute is long. */
const CHECK_PERIOD_MS = 1000
const MAX_BODY_BYTES = 1024
const MAX_HEADER_BYTES = 16 * 1024

/**
 * The HTTP side. Its log has the route that answered and never the address that was asked for, which may hold anything.
 */
export const createHttp = (log: Logger, tls: TlsIdentity | null): FastifyInstance => {
  const limits = {
    headersTimeout: REQUEST_TIMEOUT_MS,
    maxHeaderSize: MAX_HEADER_BYTES,
    connectionsCheckingInterval: CHECK_PERIOD_MS,
  }
  const options = {
    bodyLimit: MAX_BODY_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    forceCloseConnections: true,
  }
  // To routes and sockets the two are the same; the types of Fastify tell them apart.
  const app = tls
    ? (fastify({
        ...options,
        https: { ...limits, ...tls, handshakeTimeout: REQUEST_TIMEOUT_MS },
      }) as unknown as FastifyInstance)
    : fastify({ ...options, http: limits })
  app.addHook('onResponse', async ({ method, routeOptions }, { statusCode, elapsedTime }) => {
    log.debug({ method, route: routeOptions.url, status: statusCode, ms: Math.round(elapsedTime) }, 'request')
  })
  app.setErrorHandler<Error & { readonly statusCode?: number }>((error, { routeOptions }, reply) => {
    const status = error.statusCode ?? 500
    if (status >= 500) log.error({ err: error, route: routeOptions.url }, 'request failed')
    return reply
      .code(status)
      .type('text/plain')
      .send(status >= 500 ? 'Internal error.\n' : 'Bad request.\n')
  })
  registerSecurityHeaders(app, tls !== null)
  return app
}

export const registerRoutes = (app: FastifyInstance, { webRoot, probes, ice }: RoutesOptions): void => {
  registerProbes(app, probes)
  registerIce(app, ice)
  registerWebEdition(app, webRoot)
}
