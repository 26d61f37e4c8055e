import { beforeEach, expect, it } from 'vitest'
import { failure, type ErrorCode } from '#shared/errors.ts'
import { ManualClock } from '#shared/testing/manual-clock.ts'
import { noIceServers, type IceServers } from '../transport/ice-servers.ts'
import { SLOW_CONNECTION_MS } from './connection-doctor.ts'
import { LINKING_TIMEOUT_MS, RESUME_WINDOW_MS } from './deps.ts'
import { LinkWait } from './link-wait.ts'
import { settle } from './testing/world.ts'

const forLink: IceServers = { ...noIceServers }
const forPath: IceServers = { ...noIceServers }

let clock: ManualClock
let examined: IceServers[]
let over: ErrorCode[]
let wait: LinkWait

beforeEach(() => {
  clock = new ManualClock()
  examined = []
  over = []
  wait = new LinkWait({
    deps: {
      clock,
      examineNetwork: (iceServers) => {
        examined.push(iceServers)
        return Promise.resolve([])
      },
    },
    ice: { forLink: () => Promise.resolve(forLink), forPath: () => Promise.resolve(forPath) },
    tell: () => undefined,
    onFound: () => undefined,
    onOver: ({ code }) => over.push(code),
  })
})

it('gives a first link less time than one that was up', () => {
  void wait.begin()
  clock.advance(LINKING_TIMEOUT_MS - 1)
  expect(over).toEqual([])
  clock.advance(1)
  expect(over).toEqual(['peer-unreachable'])
  wait.handleLost(clock.now())
  clock.advance(RESUME_WINDOW_MS - 1)
  expect(over).toHaveLength(1)
  clock.advance(1)
  expect(over).toEqual(['peer-unreachable', 'peer-gone'])
})

it('goes on while a link stands and has brought nothing', () => {
  void wait.begin()
  wait.handleUp()
  clock.advance(LINKING_TIMEOUT_MS - 1)
  wait.finish()
  clock.advance(RESUME_WINDOW_MS)
  expect(over).toEqual([])
})

it('looks for what is in the way, over the servers that the link is sought with', async () => {
  expect(await wait.begin()).toBe(forLink)
  clock.advance(SLOW_CONNECTION_MS)
  await settle()
  wait.handleUp()
  wait.handleLost(clock.now())
  clock.advance(SLOW_CONNECTION_MS)
  await settle()
  expect(examined.map((it) => (it === forLink ? 'link' : it === forPath && 'path'))).toEqual(['link', 'path'])
})

it('is over by the clock, also when timers stood still, and not once the link is back', () => {
  wait.handleLost(clock.now())
  clock.sleep(RESUME_WINDOW_MS - 1)
  // That it is lost again while it is lost brings no more time.
  wait.handleLost(clock.now())
  expect(wait.isOver).toBe(false)
  clock.sleep(1)
  expect(wait.isOver).toBe(true)
  wait.handleUp()
  expect(wait.isOver).toBe(false)
})

it('is over at once for a device that slept through all of it', () => {
  wait.handleLost(clock.now() - RESUME_WINDOW_MS)
  clock.advance(0)
  expect(over).toEqual(['peer-gone'])
})

it('takes the time off that a device has slept', () => {
  wait.handleLost(clock.now() - 60_000)
  clock.advance(RESUME_WINDOW_MS - 60_001)
  expect(over).toEqual([])
  clock.advance(1)
  expect(over).toEqual(['peer-gone'])
})

it('believes a server that says that it is over as soon as the link is lost', () => {
  wait.handleUp()
  wait.handleOver(failure('session-ended'))
  clock.advance(RESUME_WINDOW_MS)
  expect(over).toEqual([])
  wait.handleLost(clock.now())
  expect(over).toEqual(['session-ended'])
})

it('takes the server’s reason for that of a link which vanished, and for no other', () => {
  expect(wait.reasonOf(failure('peer-gone'))).toEqual(failure('peer-gone'))
  wait.handleOver(failure('session-ended'))
  expect(wait.reasonOf(failure('peer-gone'))).toEqual(failure('session-ended'))
  expect(wait.reasonOf(failure('tampered'))).toEqual(failure('tampered'))
  expect(wait.reasonOf(null)).toBeNull()
})

it('leaves nothing behind', () => {
  void wait.begin()
  wait.handleLost(clock.now())
  wait.stop()
  expect(clock.pending).toBe(0)
})
