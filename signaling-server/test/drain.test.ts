import { expect, it } from 'vitest'
import { failToConnect, joinSession, openSession, someHost } from './support/app.ts'
import { startServer } from './support/server.ts'

it('drains: says so, takes no new work, lets sessions finish, then closes', async () => {
  const { url, clock, server } = await startServer({ DRAIN_GRACE_SECONDS: '5' })
  const host = await openSession(url)
  const viewer = await joinSession(url, host.app, host.room)
  expect((await fetch(`${url}/readyz`)).status).toBe(200)

  const closed = server.close()
  expect(server.close()).toBe(closed)
  await host.app.next('server:draining')
  await viewer.app.next('server:draining')
  expect((await fetch(`${url}/readyz`)).status).toBe(503)
  expect((await fetch(`${url}/healthz`)).status).toBe(200)
  expect((await failToConnect(url)).data).toEqual({ code: 'server-draining' })

  expect((await host.app.request('signal:send', { to: viewer.memberId, data: 'x' })).ok).toBe(true)
  expect((await viewer.app.next('signal:received')).data).toBe('x')
  expect((await host.app.request('session:leave', {})).ok).toBe(true)
  expect(await host.app.ask('session:create', someHost)).toEqual({
    ok: false,
    error: { code: 'server-draining' },
  })

  const cut = Promise.all([host.app.closed(), viewer.app.closed()])
  clock.advance(5000)
  await cut
  await closed
  await expect(fetch(`${url}/healthz`)).rejects.toThrow()
  expect(clock.pending).toBe(0)
})

it('does not wait when nobody is there', async () => {
  const { server, clock } = await startServer({ DRAIN_GRACE_SECONDS: '300' })
  await server.close()
  expect(clock.pending).toBe(0)
})

it('stops waiting when the last app has gone', async () => {
  const { url, server } = await startServer({ DRAIN_GRACE_SECONDS: '300' })
  const { app } = await openSession(url)
  const closed = server.close()
  await app.next('server:draining')
  app.socket.disconnect()
  await closed
})
