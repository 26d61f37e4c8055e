import { beforeEach, describe, expect, it } from 'vitest'
import { failure } from '#shared/errors.ts'
import { createWorld, openOf, settle } from './testing/world.ts'

let world: ReturnType<typeof createWorld>
beforeEach(() => {
  world = createWorld()
})

describe('another picture', () => {
  it('shows something else to the same viewers, under the same code', async () => {
    const host = await world.sharing()
    await world.knock(host, 'Mina')
    world.accept(host)
    await settle()
    const { code } = openOf(host)
    host.pause()
    await host.switchPicture()

    const [link] = [...world.links.open].filter((it) => it.options.role === 'host')
    expect(link?.sent).toBe(world.other.track)
    expect(world.capture.stopped).toBe(true)
    expect(world.other).toMatchObject({ stopped: false, paused: true })
    expect(openOf(host)).toMatchObject({ stream: world.other.stream, code, guests: [{ state: 'watching' }] })

    world.other.emit('sourceEnded')
    expect(host.snapshot).toEqual({ kind: 'ended', failure: failure('capture-ended') })
    expect(world.other.stopped).toBe(true)
  })

  it('is sent as it is by then to a viewer whose link is still to come', async () => {
    const host = await world.sharing()
    world.other.sound = { id: 'other' } as MediaStreamTrack
    let answer: (servers: RTCIceServer[]) => void = () => undefined
    world.iceServers = new Promise((resolve) => (answer = resolve))
    const viewer = await world.knock(host, 'Mina')
    world.accept(host)
    await host.switchPicture()
    host.mute(true)
    host.pause()
    expect(world.links.open.size).toBe(0)
    answer([])
    await settle()
    const [link] = [...world.links.open].filter((it) => it.options.role === 'host')
    expect(link?.options).toMatchObject({ stream: world.other.stream, sound: world.other.sound })
    expect(viewer.snapshot).toMatchObject({ kind: 'watching', paused: true, sound: null })
  })

  it('goes on as before when nothing else is picked, and says so when it cannot be shown', async () => {
    const host = await world.sharing()
    world.refuseCapture(failure('capture-refused'))
    await host.switchPicture()
    expect(openOf(host)).toMatchObject({ stream: world.capture.stream, notice: null })
    world.refuseCapture(failure('capture-unavailable'))
    await host.switchPicture()
    expect(openOf(host)).toMatchObject({
      stream: world.capture.stream,
      notice: { kind: 'not-switched', failure: { code: 'capture-unavailable' } },
    })
    expect(world.capture.stopped).toBe(false)
  })

  it('does not leave a viewer before the last frame of what is no longer shown', async () => {
    const host = await world.sharing()
    await world.knock(host, 'Mina')
    world.accept(host)
    await settle()
    world.links.canReplace = false
    await host.switchPicture()
    await settle()
    expect(openOf(host)).toMatchObject({ guests: [], notice: { kind: 'guest-lost', name: 'Mina' } })
  })

  it('leaves no second capture behind that arrives after the end', async () => {
    const host = await world.sharing()
    const switching = host.switchPicture()
    host.stop()
    await switching
    expect(world.other.stopped).toBe(true)
    expect(world.links.open.size).toBe(0)
    expect(world.clock.pending).toBe(0)
    expect(world.capture.stopped).toBe(true)
  })
})
