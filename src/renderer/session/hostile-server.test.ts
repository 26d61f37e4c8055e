import { beforeEach, describe, expect, it } from 'vitest'
import { encodeBase64url } from '#shared/base64url.ts'
import { failure } from '#shared/errors.ts'
import type { FakeSignaling } from './testing/fake-server.ts'
import { codeOf, createWorld, openOf, settle, wrong } from './testing/world.ts'

let world: ReturnType<typeof createWorld>
beforeEach(() => {
  world = createWorld()
})

describe('a server in between', () => {
  const say = (viewerId: string, data: string): void =>
    world.server.viewers.get(viewerId)?.emit('signal:received', { from: world.server.host?.id ?? '', data })

  it('cannot change a sealed frame', async () => {
    const host = await world.sharing()
    world.server.tamper = (data) =>
      data.includes('"sealed"') ? data.replace(/.(?="})/, (last) => (last === 'A' ? 'E' : 'A')) : data
    const viewer = await world.knock(host)
    expect(openOf(host).guests).toEqual([])
    expect(openOf(host).notice).toMatchObject({ kind: 'guest-lost', failure: { code: 'tampered' } })
    expect(viewer.snapshot.kind).not.toBe('watching')
    expect(world.links.open.size).toBe(0)
  })

  it.each(['viewer', 'host'] as const)('cannot tamper with what the %s gets and hide it', async (target) => {
    const host = await world.sharing()
    const viewer = await world.knock(host, 'Mina')
    const id = openOf(host).guests[0]?.id ?? ''
    const hostId = world.server.host?.id ?? ''
    const data = JSON.stringify({ type: 'sealed', frame: 'AAAA' })
    if (target === 'viewer') world.server.viewers.get(id)?.emit('signal:received', { from: hostId, data })
    else world.server.host?.emit('signal:received', { from: id, data })
    await settle()
    expect(viewer.snapshot).toMatchObject({ kind: 'ended', failure: { code: 'tampered' } })
    expect(openOf(host)).toMatchObject({
      guests: [],
      notice: { kind: 'guest-lost', name: 'Mina', failure: { code: 'tampered' } },
    })
  })

  it('may deliver twice, as after a broken connection', async () => {
    const host = await world.sharing()
    world.server.repeat = true
    const viewer = await world.watch(host)
    expect(viewer.snapshot).toMatchObject({ kind: 'watching', connection: 'live' })
    expect(openOf(host).notice).toBeNull()
  })

  it('cannot turn a paired viewer away by a forged abort', async () => {
    const host = await world.sharing()
    const viewer = await world.knock(host)
    const id = openOf(host).guests[0]?.id ?? ''
    const hostId = world.server.host?.id ?? ''
    world.server.viewers.get(id)?.emit('signal:received', {
      from: hostId,
      data: JSON.stringify({ type: 'pair-abort', code: 'denied' }),
    })
    expect(viewer.snapshot).toMatchObject({ kind: 'joining', step: 'waiting' })
  })

  it('cannot change the host’s proof without both being told', async () => {
    const host = await world.sharing()
    world.server.tamper = (data) =>
      data.includes('pair-confirm') ? data.replace(/.{2}(?="})/, (end) => (end === 'AA' ? 'QA' : 'AA')) : data
    const viewer = await world.knock(host)
    expect(viewer.snapshot).toMatchObject({ kind: 'ended', failure: { code: 'secret-mismatch' } })
    expect(openOf(host)).toMatchObject({
      guests: [],
      notice: { kind: 'join-failed', failure: { code: 'peer-gone' } },
    })
  })

  it('cannot hide a wrong try behind joins that it makes fail', async () => {
    const host = await world.sharing()
    const code = codeOf(host)
    await world.viewer().join(wrong(code))
    await settle()
    world.server.tamper = (data) => (data.includes('pair-start') ? 'nonsense' : data)
    await world.viewer().join(code)
    await settle()
    expect(openOf(host).notice).toEqual({ kind: 'wrong-code', triesLeft: 2 })
  })

  it('cannot make the host begin with more viewers at once than an honest one would bring', async () => {
    const host = await world.sharing()
    const hellos: string[] = []
    world.server.tamper = (data) => {
      if (data.includes('pair-hello')) hellos.push(data)
      return data
    }
    for (let claim = 0; claim < 100; claim++)
      world.server.host?.emit('viewer:claimed', { viewerId: `claim-${claim}`.padEnd(22, '_') })
    expect(hellos).toHaveLength(16)
    expect(openOf(host).guests).toEqual([])
  })

  it.each([
    [
      'the viewer is removed',
      (_host: FakeSignaling, viewer: FakeSignaling) => viewer.emit('viewer:removed', { code: 'removed' }),
    ],
    [
      'the host has ended it',
      (_host: FakeSignaling, viewer: FakeSignaling) =>
        viewer.emit('session:ended', { code: 'session-ended' }),
    ],
    [
      'the viewer has left',
      (host: FakeSignaling, { id }: FakeSignaling) =>
        host.emit('viewer:left', { viewerId: id, code: 'session-ended' }),
    ],
  ] as const)(
    'cannot end a picture that is up by saying that %s; once that is lost, it is believed',
    async (_what, lie) => {
      const host = await world.sharing()
      const viewer = await world.watch(host)
      const [member] = [...world.server.viewers.values()]
      if (!world.server.host || !member) throw new Error('there is no session')
      lie(world.server.host, member)
      await settle()
      expect(viewer.snapshot).toMatchObject({ kind: 'watching', connection: 'live' })
      expect(openOf(host).guests).toMatchObject([{ state: 'watching' }])
      for (const link of world.links.open) link.change('interrupted')
      await settle()
      expect(viewer.snapshot.kind).toBe('ended')
      expect(openOf(host).guests).toEqual([])
    },
  )

  it('cannot make the host refuse more claims at once than an honest one would bring', async () => {
    await world.sharing()
    const viewerId = 'past'.padEnd(22, '_')
    world.server.host?.emit('viewer:left', { viewerId, code: 'peer-gone' })
    const before = world.server.requests.length
    for (let claim = 0; claim < 100; claim++) world.server.host?.emit('viewer:claimed', { viewerId })
    expect(world.server.requests.slice(before)).toEqual(Array(16).fill('viewer:remove'))
    await settle()
    world.server.host?.emit('viewer:claimed', { viewerId })
    expect(world.server.requests).toHaveLength(before + 17)
  })

  it.each([
    ['says nonsense', (viewerId: string) => say(viewerId, 'nonsense')],
    [
      'says the host’s last word before its first',
      (viewerId: string) =>
        say(viewerId, JSON.stringify({ type: 'pair-confirm', tag: encodeBase64url(new Uint8Array(64)) })),
    ],
    [
      'says that the check made no sense to the host',
      (viewerId: string) => say(viewerId, JSON.stringify({ type: 'pair-abort', code: 'bad-request' })),
    ],
    [
      'says that the secret is wrong before anybody has proved it',
      (viewerId: string) =>
        world.server.viewers.get(viewerId)?.emit('viewer:removed', { code: 'secret-mismatch' }),
    ],
  ])('%s: the viewer is told that something is in between', async (_what, lie) => {
    const host = await world.sharing()
    world.server.tamper = (data) => (data.includes('pair-start') ? null : data)
    const viewer = world.viewer()
    await viewer.join(codeOf(host))
    lie([...world.server.viewers.keys()].at(-1) ?? '')
    expect(viewer.snapshot).toMatchObject({ kind: 'ended', failure: { code: 'tampered' } })
  })

  it('cannot make the host take a second viewer on one code', async () => {
    const host = await world.sharing()
    const code = codeOf(host)
    const [first, second] = [world.viewer('first'), world.viewer('second')]
    await first.join(code)
    world.server.claimedBy = null
    await second.join(code)
    await settle()
    expect(openOf(host).guests).toHaveLength(1)
    expect([first.snapshot.kind, second.snapshot.kind].sort()).toEqual(['ended', 'joining'])
  })

  it('cannot swap a certificate unnoticed', async () => {
    const host = await world.sharing()
    const viewer = await world.knock(host)
    const { create } = world.links
    world.links.create = (options) => {
      const link = create.call(world.links, options)
      Object.assign(link.options.certificate, { der: Uint8Array.of(99) })
      return link
    }
    world.accept(host)
    await settle()
    expect(viewer.snapshot).toMatchObject({ kind: 'ended', failure: { code: 'tampered' } })
    expect(world.links.open.size).toBe(0)
  })
})

describe('what a lying or failing server may not do', () => {
  it.each(['burnt', 'expired', 'unavailable'] as const)(
    'get new tries from a code that is %s, however often it restarts',
    async (kind) => {
      const host = await world.sharing()
      await world.viewer().join(wrong(codeOf(host)))
      await settle()
      if (kind === 'expired') world.clock.advance(600_000)
      if (kind === 'unavailable') world.server.createFailure = failure('rate-limited')
      for (let restart = 0; restart < 3; restart++) {
        world.server.restart()
        await settle()
        world.server.createFailure = null
      }
      expect(openOf(host).code).toEqual({ kind: 'burnt' })
      await host.renewCode()
      expect(openOf(host).code.kind).toBe('ready')
    },
  )

  it('keep a host without a code for ever: asking again opens a new session', async () => {
    const host = await world.sharing()
    world.server.createFailure = failure('server-draining')
    world.server.restart()
    await settle()
    expect(openOf(host).code).toEqual({ kind: 'unavailable', failure: failure('server-draining') })
    world.server.createFailure = null
    await host.renewCode()
    expect((await world.watch(host)).snapshot.kind).toBe('watching')
  })

  it('leave a request standing whose viewer has ended', async () => {
    const host = await world.sharing()
    const viewer = await world.knock(host)
    world.server.restart()
    await settle()
    expect(viewer.snapshot).toMatchObject({ kind: 'ended', failure: { code: 'server-unreachable' } })
    expect(openOf(host).guests).toEqual([])
  })

  it('turn a viewer away by announcing it a second time', async () => {
    const host = await world.sharing()
    const viewer = await world.watch(host)
    const [guest] = openOf(host).guests
    world.server.host?.emit('viewer:claimed', { viewerId: guest?.id ?? '' })
    await settle()
    expect(world.server.removed).toEqual([])
    expect(viewer.snapshot).toMatchObject({ kind: 'watching', connection: 'live' })
  })

  it('bring somebody in under the id of another’s request', async () => {
    const host = await world.sharing()
    const viewer = await world.knock(host, 'Mina')
    const mina = openOf(host).guests[0]?.id ?? ''
    viewer.leave()
    await settle()
    world.server.host?.emit('viewer:claimed', { viewerId: mina })
    await settle()
    expect(world.server.removed.at(-1)).toEqual({ viewerId: mina, code: 'code-invalid' })
  })
})
