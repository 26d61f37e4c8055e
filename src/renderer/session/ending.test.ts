import { beforeEach, describe, expect, it } from 'vitest'
import { failure } from '#shared/errors.ts'
import { LINKING_TIMEOUT_MS, SERVER_TIMEOUT_MS } from './deps.ts'
import { createWorld, openOf, settle } from './testing/world.ts'

let world: ReturnType<typeof createWorld>
beforeEach(() => {
  world = createWorld()
})

describe('ends', () => {
  const nothingIsLeft = (): void => {
    expect(world.links.open.size).toBe(0)
    expect(world.clock.pending).toBe(0)
    expect(world.capture.stopped).toBe(true)
  }

  it('stops everything when the host stops', async () => {
    const host = await world.sharing()
    const [watching, waiting] = [await world.watch(host), await world.knock(host)]
    host.stop()
    await settle()
    expect(host.snapshot).toEqual({ kind: 'ended', failure: null })
    for (const viewer of [watching, waiting])
      expect(viewer.snapshot).toMatchObject({ kind: 'ended', failure: { code: 'session-ended' } })
    nothingIsLeft()
  })

  it('stops everything when the system stops the capture', async () => {
    const host = await world.sharing()
    const viewer = await world.watch(host)
    world.capture.emit('sourceEnded')
    await settle()
    expect(host.snapshot).toEqual({ kind: 'ended', failure: failure('capture-ended') })
    expect(viewer.snapshot).toMatchObject({ kind: 'ended', failure: { code: 'session-ended' } })
    nothingIsLeft()
  })

  it('captures nothing on when the server cannot be reached', async () => {
    world.server.refusal = failure('server-unreachable')
    const host = await world.sharing()
    expect(host.snapshot).toMatchObject({ kind: 'ended', failure: { code: 'server-unreachable' } })
    nothingIsLeft()
  })

  it('leaves no capture behind that arrives after the person gave up', async () => {
    const host = world.host()
    const starting = host.start()
    host.stop()
    await starting
    nothingIsLeft()
  })

  it('says why when there is nothing to capture', async () => {
    world.refuseCapture(failure('capture-refused'))
    const host = await world.sharing()
    expect(host.snapshot).toEqual({ kind: 'ended', failure: failure('capture-refused') })
    expect(world.server.host).toBeNull()
  })

  it.each(['waiting', 'watching'] as const)('lets a %s viewer leave without a fuss', async (when) => {
    const host = await world.sharing()
    const viewer = when === 'waiting' ? await world.knock(host) : await world.watch(host)
    viewer.leave()
    await settle()
    expect(viewer.snapshot).toMatchObject({ kind: 'ended', failure: null })
    expect(openOf(host)).toMatchObject({ guests: [], notice: null })
    expect(world.links.open.size).toBe(0)
  })

  it('gives up on a link that never comes up', async () => {
    world.links.reachable = false
    const host = await world.sharing()
    const viewer = await world.watch(host)
    world.clock.advance(LINKING_TIMEOUT_MS)
    await settle()
    expect(viewer.snapshot).toMatchObject({ kind: 'ended', failure: { code: 'peer-unreachable' } })
    expect(openOf(host).notice).toMatchObject({ kind: 'guest-lost', failure: { code: 'peer-unreachable' } })
    expect(world.links.open.size).toBe(0)
  })
})

describe('impatience', () => {
  it('stops the capture even when a link refuses to close', async () => {
    const host = await world.sharing()
    await world.watch(host)
    const link = [...world.links.open].find(({ options }) => options.role === 'host')
    if (!link) throw new Error('there is no link')
    const close = link.close.bind(link)
    link.close = () => {
      link.close = close
      throw new Error('the channel is closing')
    }
    expect(() => {
      host.stop()
    }).toThrow('closing')
    expect(world.capture.stopped).toBe(true)
  })

  it('tells a viewer the truth about a pause between accepting and linking', async () => {
    const host = await world.sharing()
    const viewer = await world.knock(host)
    world.accept(host)
    host.pause()
    await settle()
    expect(viewer.snapshot).toMatchObject({ kind: 'watching', paused: true })
  })

  it('waits for a lost server only so long', async () => {
    const host = await world.sharing()
    const viewer = await world.knock(host)
    for (const signaling of world.server.viewers.values()) signaling.emit('interrupted')
    world.clock.advance(SERVER_TIMEOUT_MS)
    expect(viewer.snapshot).toMatchObject({ kind: 'ended', failure: { code: 'server-unreachable' } })
  })
})
