import { expect, it } from 'vitest'
import { connect, joinSession, openSession } from './support/app.ts'
import { valueOf } from './support/rooms.ts'
import { startServer } from './support/server.ts'

/** The messages of the log, in order, without those about connections and requests. */
const story = (log: string): string[] =>
  log
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { level: number; msg: string })
    .filter(({ level }) => level >= 30)
    .map(({ msg }) => msg)

it('tells the story of a session, a line per change, and none of its secrets', async () => {
  const { url, log, server, clock } = await startServer({
    TURN_URLS: 'turn:turn.example',
    TURN_SECRET: 'north-wind',
  })
  const host = await openSession(url)
  const viewer = await joinSession(url, host.app, host.room)
  const sdp = 'v=0 o=- 4611731400430051336 2 IN IP4 192.0.2.77'
  await host.app.request('signal:send', { to: viewer.memberId, data: sdp })
  await host.app.request('viewer:admit', { viewerId: viewer.memberId })
  const { room } = valueOf(await host.app.request('code:renew', {}))
  await viewer.app.request('session:leave', {})
  await connect(url).then((app) => app.request('code:claim', { room: '987654321' }))
  await host.app.ask('nonsense', { typed: 'a private word' })
  await fetch(`${url}/join?code=5551234567`)
  await fetch(`${url}/api/ice?secret=5551234567`, {
    headers: { authorization: `Bearer ${host.memberId}.${host.ticket}` },
  })
  await host.app.request('session:leave', {})
  const closed = server.close()
  clock.advance(0)
  await closed

  const text = log()
  expect(story(text)).toEqual([
    'listening',
    'turn server',
    'session opened',
    'viewer claimed the code',
    'viewer admitted',
    'viewer left',
    'session ended',
    'draining',
    'closed',
  ])
  const withoutTimes = text.replaceAll(/"time":"[^"]+"/g, '').replaceAll(/"port":\d+/g, '')
  const secrets = [
    host.room,
    room,
    host.ticket,
    viewer.ticket,
    host.memberId,
    sdp,
    '192.0.2.77',
    '987654321',
    '5551234567',
    'a private word',
    'north-wind',
  ]
  for (const secret of secrets) expect(withoutTimes).not.toContain(secret)
  // The address of the clients, which is that of the server here, stands in its own line alone.
  expect(withoutTimes.match(/127\.0\.0\.1/g)).toHaveLength(1)
})
