import { expect } from '@playwright/test'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { expectError, expectLivePicture, expectNothingOpen } from '../support/expectations.ts'
import { acceptViewer, joinWithCode, shareScreen } from '../support/product.ts'
import { expectSharing, shareAndWatch } from '../support/session.ts'
import { test } from './support/fixtures.ts'
import { expectSessionGoesOn } from './support/outcome.ts'

/** The server names STUN and TURN servers that are its own. What they can read, and what broken ones do. */

/** RFC 8489 §5: every STUN and TURN message has it, at byte 4. */
const MAGIC_COOKIE = 0x2112a442

test('its own STUN and TURN servers are asked for a way, and told nothing else', async ({
  server,
  host,
  viewer,
}) => {
  const datagrams: Buffer[] = []
  const socket = createSocket('udp4', (datagram) => datagrams.push(datagram))
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  const address = `127.0.0.1:${String(socket.address().port)}`
  server.meddle({
    iceServers: () => ({
      iceServers: [
        { urls: [`stun:${address}`] },
        { urls: [`turn:${address}?transport=udp`], username: 'user', credential: 'word' },
      ],
      ttlSeconds: 3600,
    }),
  })
  await shareAndWatch(host, viewer)

  await expect.poll(() => datagrams.length).toBeGreaterThan(0)
  expect(datagrams.filter((it) => it.length < 20 || it.readUInt32BE(4) !== MAGIC_COOKIE)).toEqual([])
  socket.close()
})

test('a list that WebRTC refuses: both are told that there is no way', async ({ server, host, viewer }) => {
  // Without the credentials that a TURN server needs.
  server.meddle({ iceServers: () => ({ iceServers: [{ urls: ['turn:127.0.0.1:9'] }], ttlSeconds: 3600 }) })
  await joinWithCode(viewer, await shareScreen(host))
  await acceptViewer(host)

  await expectError(viewer, 'peer-unreachable')
  await expectError(host, 'peer-unreachable')
  await expectNothingOpen(viewer)
  await expectSharing(host, 0)
  await expectSessionGoesOn(server, host, viewer)
})

test('a list that WebRTC refuses, for another path: the two go on with what they have', async ({
  server,
  host,
  viewer,
}) => {
  // Credentials that are over at once: another path needs others.
  const ttlSeconds = 1
  server.meddle({ iceServers: () => ({ iceServers: [], ttlSeconds }) })
  await shareAndWatch(host, viewer)
  let asked = 0
  server.meddle({
    iceServers: () => {
      asked++
      return { iceServers: [{ urls: ['turn:127.0.0.1:9'] }], ttlSeconds }
    },
  })
  // Each end asks: the host before its offer, the viewer before it takes that.
  await host.evaluate(() => dispatchEvent(new Event('online')))
  await expect.poll(() => asked).toBeGreaterThan(1)
  await expectLivePicture(viewer)
  await expectSharing(host, 1)
})
