import { relative } from 'node:path'
import serveStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'

/** Addresses that the app itself tells apart, once its page is there. */
const appPages = ['/', '/join', '/share', '/check', '/settings']
const YEAR_S = 31_536_000

/** Files below assets/ have a hash of their content in their names; anything else is asked for again each time. */
const cacheControl = (root: string, path: string): string =>
  relative(root, path).startsWith('assets') ? `public, max-age=${YEAR_S}, immutable` : 'no-cache'

/** Serves the built web edition from `root`; without one, `/` says so. */
export const registerWebEdition = (app: FastifyInstance, root: string | null): void => {
  app.setNotFoundHandler((_request, reply) => reply.code(404).type('text/plain').send('Not found.\n'))
  if (root === null) {
    app.get('/', (_request, reply) =>
      reply
        .code(404)
        .type('text/plain')
        .send('This is a signaling server of Beckon. It has no web edition to show; use the app.\n'),
    )
    return
  }
  app.register(serveStatic, {
    root,
    index: false,
    cacheControl: false,
    setHeaders: (reply, path) => void reply.header('cache-control', cacheControl(root, path)),
  })
  for (const page of appPages) app.get(page, (_request, reply) => reply.sendFile('index.html'))
}
