import { beforeEach, expect, it } from 'vitest'
import { beatChannel } from '#shared/protocol/channels.ts'
import { encodeBeat } from '#shared/protocol/beat.ts'
import { Emitter } from '#shared/emitter.ts'
import { ManualClock } from '#shared/testing/manual-clock.ts'
import { LinkChannel } from '../transport/link-channel.ts'
import { BEAT_MS, SILENCE_MS } from '../transport/path-pulse.ts'
import type { PeerLinkEvents } from '../transport/peer-link.ts'
import { FakeDataChannel } from '../transport/testing/fake-data-channel.ts'
import { PathWatch, TELLING_MS } from './path-watch.ts'

class StubLink extends Emitter<PeerLinkEvents> {
  readonly data = new FakeDataChannel()

  openChannel({ id }: { readonly id: number }): LinkChannel {
    expect(id).toBe(beatChannel.id)
    const channel = new LinkChannel(this.data)
    channel.trust()
    return channel
  }

  stats(): Promise<null> {
    return Promise.resolve(null)
  }
}

let clock: ManualClock
let link: StubLink
let watch: PathWatch
let said: string[]

/** Lets time pass, and what is read of statistics come in. */
const pass = async (forMs: number): Promise<void> => {
  for (let passedMs = 0; passedMs < forMs; passedMs += BEAT_MS) {
    clock.advance(Math.min(BEAT_MS, forMs - passedMs))
    await Promise.resolve()
    await Promise.resolve()
  }
}
const hearBeat = () => link.data.receive(encodeBeat(300).buffer)

beforeEach(() => {
  clock = new ManualClock()
  link = new StubLink()
  watch = new PathWatch({ link, clock })
  said = []
  for (const event of ['up', 'doubted', 'lost'] as const) watch.on(event, () => said.push(event))
  link.data.open()
  link.emit('stateChanged', 'connected')
  hearBeat()
})

it('doubts a silent path at once, and gives it up a little later', async () => {
  await pass(SILENCE_MS)
  expect(said).toEqual(['up', 'doubted'])
  await pass(TELLING_MS)
  expect(said).toEqual(['up', 'doubted', 'lost'])
  hearBeat()
  expect(said).toEqual(['up', 'doubted', 'lost', 'up'])
})

it('tells nobody of a silence that ends soon', async () => {
  await pass(SILENCE_MS)
  hearBeat()
  for (let beat = 0; beat < 20; beat++) {
    await pass(300)
    hearBeat()
  }
  expect(said).toEqual(['up', 'doubted', 'up'])
})

it('says once that a path is lost, whoever notices', async () => {
  await pass(SILENCE_MS + TELLING_MS)
  link.emit('stateChanged', 'interrupted')
  link.emit('stateChanged', 'connected')
  link.emit('stateChanged', 'interrupted')
  await pass(60_000)
  expect(said).toEqual(['up', 'doubted', 'lost', 'up', 'lost'])
})

it('believes ICE that there is no path, whatever is still heard', async () => {
  link.emit('stateChanged', 'interrupted')
  await pass(SILENCE_MS)
  hearBeat()
  expect(said).toEqual(['up', 'lost'])
})

it('doubts a path that ICE calls good, when nothing comes over it', async () => {
  link.emit('stateChanged', 'interrupted')
  await pass(60_000)
  link.emit('stateChanged', 'connected')
  await pass(SILENCE_MS)
  expect(said).toEqual(['up', 'lost', 'up', 'doubted'])
})

it('says since when nothing was heard: since before this device fell asleep', async () => {
  const since: number[] = []
  watch.on('lost', (sinceMs) => since.push(sinceMs))
  const heardAtMs = clock.now()
  clock.sleep(1_200_000)
  await pass(SILENCE_MS + TELLING_MS)
  expect(since).toEqual([heardAtMs])
})

it('leaves nothing behind', async () => {
  await pass(SILENCE_MS)
  watch.stop()
  expect(clock.pending).toBe(0)
})
