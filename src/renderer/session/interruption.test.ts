import { beforeEach, describe, expect, it } from 'vitest'
import { BEAT_MS, SILENCE_MS } from '../transport/path-pulse.ts'
import { RESUME_WINDOW_MS } from './deps.ts'
import { TELLING_MS } from './path-watch.ts'
import { codeOf, createWorld, openOf, settle } from './testing/world.ts'

let world: ReturnType<typeof createWorld>
beforeEach(() => {
  world = createWorld()
})

describe('a path that is lost', () => {
  const fresh: RTCIceServer[] = [{ urls: ['turn:turn.example'], username: 'later', credential: 'x' }]

  it('is sought anew by both, with credentials that are good for it', async () => {
    const host = await world.sharing()
    await world.watch(host)
    world.iceServers = Promise.resolve(fresh)
    world.clock.advance(world.iceLifeMs)
    const both = [...world.links.open]
    both.forEach((link) => link.change('interrupted'))
    await settle()
    expect(both.map((link) => link.sought)).toEqual([[fresh], [fresh]])
  })

  it('is sought with the credentials that there are, where no others can be had', async () => {
    const host = await world.sharing()
    world.iceServers = Promise.resolve(fresh)
    await world.watch(host)
    world.iceServers = Promise.resolve(null)
    const both = [...world.links.open]
    const lose = async () => {
      both.forEach((link) => link.change('interrupted'))
      await settle()
    }
    await lose()
    both.forEach((link) => link.change('connected'))
    world.clock.advance(world.iceLifeMs)
    await lose()
    // Once expired, nothing takes the place of what a link has.
    expect(both.map((link) => link.sought)).toEqual([
      [fresh, []],
      [fresh, []],
    ])
  })

  it('is sought again and again until there is one, and each offer finds the viewer with credentials of then', async () => {
    const host = await world.sharing()
    await world.watch(host)
    const both = [...world.links.open]
    both.forEach((link) => link.change('interrupted'))
    const searched = async (afterMs: number) => {
      world.clock.advance(afterMs)
      await settle()
      return both.map((link) => link.sought.length)
    }
    expect(await searched(0)).toEqual([1, 1])
    expect(await searched(2_000)).toEqual([2, 2])
    expect(await searched(4_000)).toEqual([3, 3])
    both.forEach((link) => link.change('connected'))
    expect(await searched(60_000)).toEqual([3, 3])
    host.stop()
    await settle()
    expect(world.clock.pending).toBe(0)
  })

  it('brings a whole picture with it when it is back: the viewer cannot build on what it has missed', async () => {
    const host = await world.sharing()
    await world.watch(host)
    const [ofHost] = [...world.links.open]
    const before = ofHost?.refreshed ?? 0
    ofHost?.change('interrupted')
    expect(ofHost?.refreshed).toBe(before)
    ofHost?.change('connected')
    expect(ofHost?.refreshed).toBe(before + 1)
  })

  it('is sought with what belongs to its offer in order, however long credentials take', async () => {
    const host = await world.sharing()
    await world.watch(host)
    const [ofHost, ofViewer] = [...world.links.open]
    const taken: string[] = []
    if (ofViewer)
      ofViewer.signal = ({ type }) => taken.push(`${type} after ${ofViewer.sought.length} renewals`)
    world.clock.advance(world.iceLifeMs)
    let answer: (servers: RTCIceServer[]) => void = () => undefined
    world.iceServers = new Promise((resolve) => (answer = resolve))
    const candidate = { candidate: 'candidate:1', sdpMLineIndex: 0, sdpMid: '0' }
    ofHost?.emit('signal', { type: 'offer', sdp: ofHost.sdp })
    ofHost?.emit('signal', { type: 'candidate', candidate })
    await settle()
    expect(taken).toEqual([])
    answer(fresh)
    await settle()
    expect(taken).toEqual(['offer after 1 renewals', 'candidate after 1 renewals'])
    expect(ofViewer?.sought).toEqual([fresh])
  })

  it('is sought as soon as there is another network, without waiting for the silence', async () => {
    const host = await world.sharing()
    await world.watch(host)
    const both = [...world.links.open]
    world.changeNetwork()
    world.clock.advance(50)
    // The second half of the same change.
    world.changeNetwork()
    world.clock.advance(100)
    await settle()
    expect(both.map((link) => link.sought.length)).toEqual([1, 1])
    host.stop()
    await settle()
    expect(world.networkListeners.size).toBe(0)
  })

  it('is sought when nothing comes over it any more, before ICE says so', async () => {
    const host = await world.sharing()
    const viewer = await world.watch(host)
    const [ofHost] = [...world.links.open]
    const both = [...world.links.open]
    both.forEach((link) => link.mute(true))
    world.clock.advance(SILENCE_MS)
    await settle()
    expect(ofHost?.sought).toHaveLength(1)
    expect(viewer.snapshot).toMatchObject({ kind: 'watching', connection: 'live' })
    world.clock.advance(TELLING_MS)
    expect(viewer.snapshot).toMatchObject({ kind: 'watching', connection: 'reconnecting' })
    expect(openOf(host).guests).toMatchObject([{ state: 'interrupted' }])
    const before = ofHost?.refreshed ?? 0
    both.forEach((link) => link.mute(false))
    world.clock.advance(BEAT_MS)
    expect(viewer.snapshot).toMatchObject({ connection: 'live' })
    expect(openOf(host).guests).toMatchObject([{ state: 'watching' }])
    expect(ofHost?.refreshed).toBe(before + 1)
  })

  it('is asked for by a viewer to whom alone nothing comes', async () => {
    const host = await world.sharing()
    await world.watch(host)
    const [ofHost] = [...world.links.open]
    ofHost?.mute(true)
    world.clock.advance(SILENCE_MS)
    await settle()
    expect(ofHost?.sought).toHaveLength(0)
    world.clock.advance(1_000)
    await settle()
    expect(ofHost?.sought).toHaveLength(1)
  })
})

describe('an interruption', () => {
  it('of the link is shown, survived, and given up after a while', async () => {
    const host = await world.sharing()
    const viewer = await world.watch(host)
    const both = [...world.links.open]
    both.forEach((link) => link.change('interrupted'))
    expect(viewer.snapshot).toMatchObject({ kind: 'watching', connection: 'reconnecting' })
    both.forEach((link) => link.change('connected'))
    expect(viewer.snapshot).toMatchObject({ connection: 'live' })
    both.forEach((link) => link.change('interrupted'))
    world.clock.advance(RESUME_WINDOW_MS)
    await settle()
    expect(viewer.snapshot).toMatchObject({ kind: 'ended', failure: { code: 'peer-gone' } })
    expect(openOf(host)).toMatchObject({ guests: [], notice: { kind: 'guest-lost' } })
  })

  it('of the server leaves the picture alone, and brings a new code when the server is back', async () => {
    const host = await world.sharing()
    const viewer = await world.watch(host)
    const before = codeOf(host)
    world.server.restart()
    expect(openOf(host).server).toBe('reconnecting')
    expect(viewer.snapshot).toMatchObject({ kind: 'watching', connection: 'live' })
    await settle()
    expect(openOf(host)).toMatchObject({ server: 'online', guests: [{ state: 'watching' }] })
    expect(codeOf(host)).not.toEqual(before)
    expect((await world.watch(host, 'second')).snapshot.kind).toBe('watching')
  })
})
