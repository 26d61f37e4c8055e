import helmet from '@fastify/helmet'
import type { FastifyInstance } from 'fastify'

/** What the web edition's pages may do: load their own files and talk to their own server, nothing else. */
const contentSecurityPolicy = {
  useDefaults: false,
  directives: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'"],
    imgSrc: ["'self'", 'data:', 'blob:'],
    fontSrc: ["'self'"],
    connectSrc: ["'self'"],
    mediaSrc: ["'self'", 'blob:'],
    manifestSrc: ["'self'"],
    workerSrc: ["'self'"],
    baseUri: ["'none'"],
    formAction: ["'none'"],
    frameAncestors: ["'none'"],
  },
}

/** Camera and microphone are not forbidden: Chromium would complain of it whenever WebRTC looks up its permissions. */
const permissionsPolicy = [
  'display-capture=(self)',
  'fullscreen=(self)',
  'clipboard-write=(self)',
  'geolocation=()',
].join(', ')

/** Half a year; browsers count it from each visit, and only if they trust the certificate. */
const hsts = { maxAge: 15_552_000, includeSubDomains: false }

/** Sets the security headers on every answer. HSTS is for whoever does TLS: a proxy, or this server. */
export const registerSecurityHeaders = (app: FastifyInstance, isTls: boolean): void => {
  app.register(helmet, {
    contentSecurityPolicy,
    crossOriginOpenerPolicy: { policy: 'same-origin' },
    referrerPolicy: { policy: 'no-referrer' },
    strictTransportSecurity: isTls && hsts,
    xFrameOptions: { action: 'deny' },
  })
  app.addHook('onRequest', async (_request, reply) => {
    reply.header('permissions-policy', permissionsPolicy)
  })
}
