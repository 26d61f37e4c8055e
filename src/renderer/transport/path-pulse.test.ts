import { beforeEach, expect, it } from 'vitest'
import { encodeBeat } from '#shared/protocol/beat.ts'
import { ManualClock } from '#shared/testing/manual-clock.ts'
import { LinkChannel } from './link-channel.ts'
import { BEAT_MS, PathPulse, SILENCE_MS } from './path-pulse.ts'
import { FakeDataChannel } from './testing/fake-data-channel.ts'

let clock: ManualClock
let near: FakeDataChannel
let far: FakeDataChannel
let pulse: PathPulse
/** Bytes that the link has received so far. */
let bytes: number | null
/** How often statistics were read. */
let reads: number
/** What the pulse said, in milliseconds from the beginning. */
let said: string[]
/** Pauses that the other side was told. */
let beats: number[]

beforeEach(() => {
  clock = new ManualClock()
  near = new FakeDataChannel()
  far = new FakeDataChannel()
  bytes = 100
  reads = 0
  said = []
  beats = []
  const beganMs = clock.now()
  const channel = new LinkChannel(near)
  channel.trust()
  far.addEventListener('message', (event) => {
    const [steps = 0] = new Uint8Array((event as MessageEvent<ArrayBuffer>).data)
    beats.push(steps * 100)
  })
  pulse = new PathPulse({
    clock,
    link: {
      openChannel: () => channel,
      stats: () => {
        reads += 1
        return Promise.resolve(
          new Map([['T', { type: 'transport', ...(bytes !== null && { bytesReceived: bytes }) }]]),
        )
      },
    },
  })
  pulse.on('silent', () => said.push(`silent at ${clock.now() - beganMs}`))
  pulse.on('heard', () => said.push(`heard at ${clock.now() - beganMs}`))
  near.join(far)
})

/** Lets time pass in this side's beats, and what it reads of statistics come in. */
const pass = async (forMs: number, eachBeat: () => void = () => undefined): Promise<void> => {
  for (let passedMs = 0; passedMs < forMs; passedMs += BEAT_MS) {
    clock.advance(BEAT_MS)
    eachBeat()
    await Promise.resolve()
    await Promise.resolve()
  }
}
const hearBeat = (pauseMs = BEAT_MS) => near.receive(encodeBeat(pauseMs).buffer)

it('beats from the moment that the channel is open until it is stopped', () => {
  clock.advance(2 * BEAT_MS)
  expect(beats).toEqual([300, 300, 300])
  pulse.stop()
  expect(clock.pending).toBe(0)
})

it('says once that nothing came, and that something did again', async () => {
  hearBeat()
  await pass(10_000)
  expect(said).toEqual([`silent at ${SILENCE_MS}`])
  hearBeat()
  expect(said).toHaveLength(2)
  await pass(3_000)
  expect(said).toHaveLength(3)
})

it('says nothing while the other side beats', async () => {
  await pass(60_000, hearBeat)
  expect(said).toEqual([])
})

it('says nothing of a side that has never beaten', async () => {
  await pass(60_000)
  expect(said).toEqual([])
})

it('takes what is no beat for none', async () => {
  near.receive('beat')
  await pass(60_000)
  expect(said).toEqual([])
})

it('waits longer for a side whose timers are slowed down', async () => {
  hearBeat(1_000)
  await pass(2_700)
  expect(said).toEqual([])
  await pass(300)
  expect(said).toEqual(['silent at 3000'])
})

it('takes any other bytes for a sign of life: the other page may stand still while its picture goes on', async () => {
  hearBeat()
  await pass(60_000, () => (bytes = (bytes ?? 0) + 50))
  expect(said).toEqual([])
})

it('takes them for one, too, where they are few', async () => {
  hearBeat()
  let beat = 0
  await pass(60_000, () => {
    beat += 1
    if (beat % 4 === 0) bytes = (bytes ?? 0) + 50
  })
  expect(said).toEqual([])
})

it('waits longer where its own timers are slowed down, and reads no statistics while the other side beats', async () => {
  hearBeat()
  for (let second = 0; second < 60; second++) {
    clock.sleep(700)
    await pass(BEAT_MS, hearBeat)
  }
  expect({ said, reads }).toEqual({ said: [], reads: 0 })
})

it('goes by beats alone where a browser does not tell bytes', async () => {
  bytes = null
  hearBeat()
  await pass(3_000)
  expect(said).toEqual([`silent at ${SILENCE_MS}`])
})

it('does not take the time for silence in which this side itself stood still', async () => {
  hearBeat()
  clock.sleep(600_000)
  await pass(BEAT_MS)
  expect(said).toEqual([])
  expect(beats.at(-1)).toBe(1_000)
  hearBeat()
  await pass(SILENCE_MS - BEAT_MS)
  expect(said).toEqual([])
})

it('counts anew when it is told that the path carries', async () => {
  hearBeat()
  await pass(1_200)
  pulse.reset()
  await pass(1_200)
  expect(said).toEqual([])
  await pass(300)
  expect(said).toEqual(['silent at 2700'])
})
