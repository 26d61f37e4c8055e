import { beforeEach, describe, expect, it } from 'vitest'
import { failure } from '#shared/errors.ts'
import type { HostSnapshot } from './snapshots.ts'
import { codeOf, createWorld, openOf, settle } from './testing/world.ts'

let world: ReturnType<typeof createWorld>
beforeEach(() => {
  world = createWorld()
})

describe('from the code to the picture', () => {
  it('proves the code, asks the host, and only then links', async () => {
    const host = await world.sharing()
    const viewer = await world.knock(host, 'Mina')
    expect(viewer.snapshot).toMatchObject({ kind: 'joining', step: 'waiting' })
    expect(openOf(host).guests).toMatchObject([{ name: 'Mina', app: 'web', state: 'waiting' }])
    expect(world.links.open.size).toBe(0)

    world.accept(host)
    await settle()
    expect(viewer.snapshot).toMatchObject({
      kind: 'watching',
      stream: world.capture.stream,
      connection: 'live',
      paused: false,
    })
    expect(openOf(host).guests).toMatchObject([{ state: 'watching' }])
  })

  it('publishes each state once, in order', async () => {
    const kinds: string[] = []
    const host = world.host()
    host.on('changed', (snapshot: HostSnapshot) => kinds.push(snapshot.kind))
    await host.start()
    host.stop()
    expect(kinds).toEqual(['choosing', 'opening', 'open', 'ended'])
  })

  it('connects again if the server was not there yet when the person began to choose a screen', async () => {
    world.server.refusal = failure('server-unreachable')
    const host = world.host()
    const started = host.start()
    world.server.refusal = null
    await started
    expect(host.snapshot.kind).toBe('open')
  })

  it('never lets the secret, names or descriptions be read on their way', async () => {
    const relayed: string[] = []
    world.server.tamper = (data) => {
      relayed.push(data)
      return data
    }
    const host = await world.sharing()
    const { secret } = codeOf(host)
    await world.watch(host, 'Mina Kim')
    expect(relayed.length).toBeGreaterThan(8)
    const said = relayed.map((data) => data + Buffer.from(data, 'base64url').toString('latin1')).join()
    expect(said).not.toContain(secret)
    expect(said).not.toContain('Mina')
    expect(said).not.toMatch(/fingerprint|candidate:/)
  })

  it('draws a new code with a new secret as soon as one has proved itself', async () => {
    const host = await world.sharing()
    const first = codeOf(host)
    await world.knock(host)
    const second = codeOf(host)
    expect(second.room).not.toBe(first.room)
    expect(second.secret).not.toBe(first.secret)
    const late = world.viewer()
    await late.join(first)
    expect(late.snapshot).toMatchObject({ kind: 'ended', failure: { code: 'code-invalid' } })
  })

  it('lets several watch, each with a code of its own', async () => {
    const host = await world.sharing()
    const viewers = [await world.watch(host, 'one'), await world.watch(host, 'two')]
    expect(viewers.map((it) => it.snapshot.kind)).toEqual(['watching', 'watching'])
    expect(openOf(host).guests.map((it) => it.name)).toEqual(['one', 'two'])
  })

  it('tells viewers about a pause, those who come during one too', async () => {
    const host = await world.sharing()
    const first = await world.watch(host)
    host.pause()
    expect(world.capture.paused).toBe(true)
    expect(openOf(host).paused).toBe(true)
    expect(first.snapshot).toMatchObject({ paused: true })
    const second = await world.watch(host)
    expect(second.snapshot).toMatchObject({ paused: true })
    host.resume()
    expect(world.capture.paused).toBe(false)
    expect([first.snapshot, second.snapshot]).toMatchObject([{ paused: false }, { paused: false }])
  })
})

describe('what both sides know', () => {
  it('is the route, once there is a link, and what the words are made of', async () => {
    const host = await world.sharing()
    const viewer = await world.watch(host)
    const [guest] = openOf(host).guests
    expect(guest).toMatchObject({ route: { kind: 'direct', protocol: 'udp' } })
    expect(viewer.snapshot).toMatchObject({ route: { kind: 'direct' }, wordsKey: guest?.wordsKey })
  })
})
