import { beforeEach, describe, expect, it } from 'vitest'
import { failure } from '#shared/errors.ts'
import type { ControlReport } from '#shared/ipc/control.ts'
import { MAX_TRIES, TriesByRoom } from '#shared/pairing/tries.ts'
import { CAREFUL_WAIT_MS, USUAL_WAIT_MS } from './accept-brake.ts'
import { LINKING_TIMEOUT_MS, PAIRING_TIMEOUT_MS, RESUME_WINDOW_MS, SERVER_TIMEOUT_MS } from './deps.ts'
import type { HostSession } from './host-session.ts'
import { ANSWER_TIMEOUT_MS, ASK_AGAIN_MS } from './page-control.ts'
import { FakeDesktop } from '../testing/fake-bridge.ts'
import type { HostSnapshot } from './snapshots.ts'
import { codeOf, createWorld, openOf, settle } from './testing/world.ts'
import type { ViewerSession } from './viewer-session.ts'

let world: ReturnType<typeof createWorld>
beforeEach(() => {
  world = createWorld()
})

const wrong = ({ room, secret }: { room: string; secret: string }) => ({
  room,
  secret: secret === '00000' ? '00001' : '00000',
})

/** A viewer who has proved the code and waits for the host's answer. */
const knock = async (host: HostSession, name?: string): Promise<ViewerSession> => {
  const viewer = world.viewer(name)
  await viewer.join(codeOf(host))
  await settle()
  return viewer
}

/** A viewer who sees the picture. */
const watch = async (host: HostSession, name?: string): Promise<ViewerSession> => {
  const viewer = await knock(host, name)
  world.accept(host)
  await settle()
  return viewer
}

describe('from the code to the picture', () => {
  it('proves the code, asks the host, and only then links', async () => {
    const host = await world.sharing()
    const viewer = await knock(host, 'Mina')
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

  it('never lets the secret, names or descriptions be read on their way', async () => {
    const relayed: string[] = []
    world.server.tamper = (data) => {
      relayed.push(data)
      return data
    }
    const host = await world.sharing()
    const { secret } = codeOf(host)
    await watch(host, 'Mina Kim')
    expect(relayed.length).toBeGreaterThan(8)
    const said = relayed.map((data) => data + Buffer.from(data, 'base64url').toString('latin1')).join()
    expect(said).not.toContain(secret)
    expect(said).not.toContain('Mina')
    expect(said).not.toMatch(/fingerprint|candidate:/)
  })

  it('draws a new code with a new secret as soon as one has proved itself', async () => {
    const host = await world.sharing()
    const first = codeOf(host)
    await knock(host)
    const second = codeOf(host)
    expect(second.room).not.toBe(first.room)
    expect(second.secret).not.toBe(first.secret)
    const late = world.viewer()
    await late.join(first)
    expect(late.snapshot).toMatchObject({ kind: 'ended', failure: { code: 'code-invalid' } })
  })

  it('lets several watch, each with a code of its own', async () => {
    const host = await world.sharing()
    const viewers = [await watch(host, 'one'), await watch(host, 'two')]
    expect(viewers.map((it) => it.snapshot.kind)).toEqual(['watching', 'watching'])
    expect(openOf(host).guests.map((it) => it.name)).toEqual(['one', 'two'])
  })

  it('tells viewers about a pause, those who come during one too', async () => {
    const host = await world.sharing()
    const first = await watch(host)
    host.pause()
    expect(world.capture.paused).toBe(true)
    expect(openOf(host).paused).toBe(true)
    expect(first.snapshot).toMatchObject({ paused: true })
    const second = await watch(host)
    expect(second.snapshot).toMatchObject({ paused: true })
    host.resume()
    expect(world.capture.paused).toBe(false)
    expect([first.snapshot, second.snapshot]).toMatchObject([{ paused: false }, { paused: false }])
  })
})

describe('a wrong secret', () => {
  it('costs a try, tells both sides, and leaves the code good', async () => {
    const host = await world.sharing()
    const code = codeOf(host)
    const guesser = world.viewer()
    await guesser.join(wrong(code))
    await settle()
    expect(guesser.snapshot).toMatchObject({ kind: 'ended', failure: { code: 'secret-mismatch' } })
    expect(openOf(host)).toMatchObject({ guests: [], notice: { kind: 'wrong-code', triesLeft: 2 } })
    expect(codeOf(host)).toEqual(code)
    const viewer = await knock(host)
    expect(viewer.snapshot).toMatchObject({ step: 'waiting' })
  })

  it('lets a code that it alone has retired fail at the proof, as a room that nobody has', async () => {
    const host = await world.sharing()
    const code = codeOf(host)
    world.clock.advance(600_000)
    expect(openOf(host).code).toEqual({ kind: 'expired' })
    const said: string[] = []
    world.server.tamper = (data) => {
      said.push((JSON.parse(data) as { readonly type: string }).type)
      return data
    }
    const late = world.viewer()
    await late.join(code)
    await settle()
    expect(late.snapshot).toMatchObject({ failure: { code: 'code-invalid' } })
    expect(said).toEqual(['pair-hello', 'pair-start', 'pair-reply', 'pair-proof', 'pair-abort'])
    expect(world.server.removed).toEqual([])
    expect(openOf(host)).toMatchObject({ notice: null, guests: [] })
  })

  it('burns the code the third time, and draws a new one only when the person asks', async () => {
    const host = await world.sharing()
    const code = codeOf(host)
    for (let i = 0; i < MAX_TRIES; i++) {
      await world.viewer().join(wrong(code))
      await settle()
    }
    expect(openOf(host)).toMatchObject({ notice: { kind: 'code-burnt' }, code: { kind: 'burnt' } })
    const late = world.viewer()
    await late.join(code)
    await settle()
    expect(late.snapshot).toMatchObject({ failure: { code: 'code-invalid' } })
    await host.renewCode()
    expect(codeOf(host).room).not.toBe(code.room)
  })

  it('brings no new tries to a server that pretends to have restarted', async () => {
    const host = await world.sharing()
    await world.viewer().join(wrong(codeOf(host)))
    await settle()
    world.server.restart()
    await settle()
    expect(openOf(host).code).toEqual({ kind: 'burnt' })
  })

  it('is not what a viewer merely claims: its abort costs nothing, and says only that joining failed', async () => {
    const host = await world.sharing()
    const code = codeOf(host)
    world.server.tamper = (data) =>
      data.includes('pair-start') ? JSON.stringify({ type: 'pair-abort', code: 'secret-mismatch' }) : data
    await world.viewer().join(code)
    await settle()
    expect(openOf(host).notice).toEqual({ kind: 'join-failed', failure: failure('peer-gone') })
    expect(codeOf(host)).toEqual(code)
  })

  it('is not what a server merely says of a viewer that it lets go', async () => {
    const host = await world.sharing()
    world.server.host?.emit('viewer:claimed', { viewerId: 'v'.repeat(22) })
    world.server.host?.emit('viewer:left', { viewerId: 'v'.repeat(22), code: 'secret-mismatch' })
    await settle()
    expect(openOf(host).notice).toEqual({ kind: 'join-failed', failure: failure('peer-gone') })
    world.server.restart()
    await settle()
    expect(openOf(host).code.kind).toBe('ready')
  })

  it('is no longer tried by a viewer’s app after three proofs, even if a server keeps the room alive', async () => {
    const host = await world.sharing()
    const { room } = codeOf(host)
    const tries = new TriesByRoom(() => 0)
    const proofs: string[] = []
    world.server.tamper = (data) => {
      if (data.includes('pair-proof')) proofs.push(data)
      return data
    }
    const join = async () => {
      const viewer = world.viewer('Mina', tries)
      await viewer.join({ room, secret: '00000' })
      await settle()
      return viewer.snapshot.kind === 'ended' && viewer.snapshot.failure?.code
    }
    expect(await join()).toBe('secret-mismatch')
    expect(await join()).toBe('secret-mismatch')
    expect(await join()).toBe('too-many-tries')
    // The host has burnt the code; a lying server hands it out all the same.
    world.server.room = room
    world.server.claimedBy = null
    expect(await join()).toBe('too-many-tries')
    expect(proofs).toHaveLength(MAX_TRIES)
  })

  it('costs nothing while it is only claimed: the code opens again', async () => {
    const host = await world.sharing()
    const code = codeOf(host)
    world.server.tamper = (data) => (data.includes('pair-start') ? null : data)
    const silent = world.viewer()
    await silent.join(code)
    await settle()
    world.clock.advance(PAIRING_TIMEOUT_MS)
    await settle()
    expect(openOf(host).notice).toEqual({ kind: 'join-failed', failure: failure('peer-unreachable') })
    world.server.tamper = (data) => data
    const viewer = world.viewer()
    await viewer.join(code)
    await settle()
    expect(viewer.snapshot).toMatchObject({ step: 'waiting' })
  })
})

describe('a server in between', () => {
  const say = (viewerId: string, data: string): void =>
    world.server.viewers.get(viewerId)?.emit('signal:received', { from: world.server.host?.id ?? '', data })

  it('cannot change a sealed frame', async () => {
    const host = await world.sharing()
    world.server.tamper = (data) =>
      data.includes('"sealed"') ? data.replace(/.(?="})/, (last) => (last === 'A' ? 'E' : 'A')) : data
    const viewer = await knock(host)
    expect(openOf(host).guests).toEqual([])
    expect(openOf(host).notice).toMatchObject({ kind: 'guest-lost', failure: { code: 'tampered' } })
    expect(viewer.snapshot.kind).not.toBe('watching')
    expect(world.links.open.size).toBe(0)
  })

  it.each(['viewer', 'host'] as const)('cannot tamper with what the %s gets and hide it', async (target) => {
    const host = await world.sharing()
    const viewer = await knock(host, 'Mina')
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
    const viewer = await watch(host)
    expect(viewer.snapshot).toMatchObject({ kind: 'watching', connection: 'live' })
    expect(openOf(host).notice).toBeNull()
  })

  it('cannot turn a paired viewer away by a forged abort', async () => {
    const host = await world.sharing()
    const viewer = await knock(host)
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
    const viewer = await knock(host)
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
    const viewer = await knock(host)
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

describe('the wait before accepting', () => {
  const idOf = (host: HostSession): string => openOf(host).guests.at(-1)?.id ?? ''
  const brakeOf = (host: HostSession) => {
    const guest = openOf(host).guests.at(-1)
    if (guest?.state !== 'waiting') throw new Error('nobody waits')
    return guest.brake
  }
  /** Looks at the last request for so long, and tries to accept it. */
  const acceptAfter = (host: HostSession, seenMs: number): void => {
    host.attend(idOf(host), true)
    world.clock.advance(seenMs)
    host.accept(idOf(host))
  }

  it('gives nothing to who accepts without having seen the request, however late', async () => {
    const host = await world.sharing()
    const viewer = await knock(host)
    world.clock.advance(3_600_000)
    host.accept(idOf(host))
    await settle()
    expect(viewer.snapshot).toMatchObject({ kind: 'joining', step: 'waiting' })
    expect(openOf(host).guests).toMatchObject([{ state: 'waiting', brake: { kind: 'held' } }])
    expect(world.links.open.size).toBe(0)
  })

  it.each([
    [true, USUAL_WAIT_MS],
    [false, CAREFUL_WAIT_MS],
  ])('takes as long as it must for a host who has done it before: %s', async (isExperienced, waitMs) => {
    const host = await world.sharing({ isExperienced })
    await knock(host)
    acceptAfter(host, waitMs - 1)
    expect(openOf(host).guests).toMatchObject([{ state: 'waiting' }])
    acceptAfter(host, 1)
    expect(openOf(host).guests).toMatchObject([{ state: 'linking' }])
  })

  it('is shorter after the first one was let in, which is told once', async () => {
    const host = await world.sharing({ isExperienced: false })
    let accepted = 0
    host.on('accepted', () => accepted++)
    await watch(host)
    expect(accepted).toBe(1)
    await knock(host)
    acceptAfter(host, USUAL_WAIT_MS)
    expect(openOf(host).guests).toMatchObject([{ state: 'watching' }, { state: 'linking' }])
  })

  it('begins anew for each request', async () => {
    const host = await world.sharing()
    await knock(host)
    host.attend(idOf(host), true)
    world.clock.advance(USUAL_WAIT_MS)
    await knock(host)
    expect(openOf(host).guests).toMatchObject([{ brake: { kind: 'open' } }, { brake: { kind: 'held' } }])
  })

  it('is the long one for a helper who came to the host', async () => {
    const host = await world.sharing()
    await knock(host)
    host.attend(idOf(host), true)
    world.clock.advance(USUAL_WAIT_MS)
    host.takeCare(idOf(host))
    host.accept(idOf(host))
    expect(brakeOf(host)).toEqual({ kind: 'running', opensAt: world.clock.now() + CAREFUL_WAIT_MS })
    acceptAfter(host, CAREFUL_WAIT_MS)
    expect(openOf(host).guests).toMatchObject([{ state: 'linking' }])
  })

  it('is not touched by what a server or a viewer sends', async () => {
    const host = await world.sharing()
    await knock(host)
    const before = brakeOf(host)
    world.server.host?.emit('signal:received', {
      from: idOf(host),
      data: JSON.stringify({ type: 'pair-abort', code: 'denied' }),
    })
    world.server.host?.emit('viewer:claimed', { viewerId: idOf(host) })
    await settle()
    expect(brakeOf(host)).toEqual(before)
  })
})

describe('a stranger', () => {
  it('is turned away, and finds no code to ask for', async () => {
    const host = await world.sharing()
    const viewer = await knock(host)
    host.denyStranger(openOf(host).guests[0]?.id ?? '')
    await settle()
    expect(viewer.snapshot).toMatchObject({ kind: 'ended', failure: { code: 'denied' } })
    expect(openOf(host)).toMatchObject({ guests: [], code: { kind: 'withdrawn' } })
    world.server.restart()
    await settle()
    expect(openOf(host).code).toEqual({ kind: 'withdrawn' })
  })

  it('makes the next request wait longer', async () => {
    const host = await world.sharing()
    await knock(host)
    host.denyStranger(openOf(host).guests[0]?.id ?? '')
    await settle()
    await host.renewCode()
    await knock(host)
    expect(openOf(host).guests).toMatchObject([{ brake: { kind: 'held', remainingMs: CAREFUL_WAIT_MS } }])
  })
})

describe('what both sides know', () => {
  it('is the route, once there is a link, and what the words are made of', async () => {
    const host = await world.sharing()
    const viewer = await watch(host)
    const [guest] = openOf(host).guests
    expect(guest).toMatchObject({ route: { kind: 'direct', protocol: 'udp' } })
    expect(viewer.snapshot).toMatchObject({ route: { kind: 'direct' }, wordsKey: guest?.wordsKey })
  })
})

describe('turning viewers away', () => {
  it('denies one that waits', async () => {
    const host = await world.sharing()
    const viewer = await knock(host)
    host.deny(openOf(host).guests[0]?.id ?? '')
    await settle()
    expect(viewer.snapshot).toMatchObject({ kind: 'ended', failure: failure('denied'), watched: false })
    expect(openOf(host)).toMatchObject({ guests: [], notice: null })
  })

  it('disconnects one that watches, and leaves the other alone', async () => {
    const host = await world.sharing()
    const [first, second] = [await watch(host), await watch(host)]
    host.disconnect(openOf(host).guests[0]?.id ?? '')
    await settle()
    expect(first.snapshot).toMatchObject({ kind: 'ended', failure: { code: 'removed' }, watched: true })
    expect(second.snapshot.kind).toBe('watching')
    expect(openOf(host).guests).toHaveLength(1)
  })

  it('tells one too many, once it has proved the code, that the session is full', async () => {
    const host = await world.sharing()
    await watch(host)
    await watch(host)
    const third = await knock(host)
    expect(third.snapshot).toMatchObject({ kind: 'ended', failure: { code: 'session-full' } })
    expect(openOf(host).guests).toHaveLength(2)
  })
})

describe('a path that is lost', () => {
  const fresh: RTCIceServer[] = [{ urls: ['turn:turn.example'], username: 'later', credential: 'x' }]

  it('is sought anew by both, with credentials of now', async () => {
    const host = await world.sharing()
    await watch(host)
    world.iceServers = Promise.resolve(fresh)
    const both = [...world.links.open]
    both.forEach((link) => link.change('interrupted'))
    await settle()
    expect(both.map((link) => link.sought)).toEqual([[fresh], [fresh]])
  })

  it('is sought with the credentials that there are, where no others can be had', async () => {
    const host = await world.sharing()
    await watch(host)
    world.iceServers = Promise.resolve(null)
    const both = [...world.links.open]
    both.forEach((link) => link.change('interrupted'))
    await settle()
    expect(both.map((link) => link.sought)).toEqual([[[]], [[]]])
  })

  it('is sought as soon as there is another network, without waiting for the silence', async () => {
    const host = await world.sharing()
    await watch(host)
    const both = [...world.links.open]
    world.changeNetwork()
    await settle()
    expect(both.map((link) => link.sought.length)).toEqual([1, 1])
    host.stop()
    await settle()
    expect(world.networkListeners.size).toBe(0)
  })
})

describe('ends', () => {
  const nothingIsLeft = (): void => {
    expect(world.links.open.size).toBe(0)
    expect(world.clock.pending).toBe(0)
    expect(world.capture.stopped).toBe(true)
  }

  it('stops everything when the host stops', async () => {
    const host = await world.sharing()
    const [watching, waiting] = [await watch(host), await knock(host)]
    host.stop()
    await settle()
    expect(host.snapshot).toEqual({ kind: 'ended', failure: null })
    for (const viewer of [watching, waiting])
      expect(viewer.snapshot).toMatchObject({ kind: 'ended', failure: { code: 'session-ended' } })
    nothingIsLeft()
  })

  it('stops everything when the system stops the capture', async () => {
    const host = await world.sharing()
    const viewer = await watch(host)
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

  it('shows something else to the same viewers, under the same code', async () => {
    const host = await world.sharing()
    await knock(host, 'Mina')
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

  it('sends the new picture to a viewer whose link is still to come', async () => {
    const host = await world.sharing()
    let answer: (servers: RTCIceServer[]) => void = () => undefined
    world.iceServers = new Promise((resolve) => (answer = resolve))
    await knock(host, 'Mina')
    world.accept(host)
    await host.switchPicture()
    expect(world.links.open.size).toBe(0)
    answer([])
    await settle()
    const [link] = [...world.links.open].filter((it) => it.options.role === 'host')
    expect(link?.options.stream).toBe(world.other.stream)
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
    await knock(host, 'Mina')
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
    const viewer = when === 'waiting' ? await knock(host) : await watch(host)
    viewer.leave()
    await settle()
    expect(viewer.snapshot).toMatchObject({ kind: 'ended', failure: null })
    expect(openOf(host)).toMatchObject({ guests: [], notice: null })
    expect(world.links.open.size).toBe(0)
  })

  it('gives up on a link that never comes up', async () => {
    world.links.reachable = false
    const host = await world.sharing()
    const viewer = await watch(host)
    world.clock.advance(LINKING_TIMEOUT_MS)
    await settle()
    expect(viewer.snapshot).toMatchObject({ kind: 'ended', failure: { code: 'peer-unreachable' } })
    expect(openOf(host).notice).toMatchObject({ kind: 'guest-lost', failure: { code: 'peer-unreachable' } })
    expect(world.links.open.size).toBe(0)
  })
})

describe('an interruption', () => {
  it('of the link is shown, survived, and given up after a while', async () => {
    const host = await world.sharing()
    const viewer = await watch(host)
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
    const viewer = await watch(host)
    const before = codeOf(host)
    world.server.restart()
    expect(openOf(host).server).toBe('reconnecting')
    expect(viewer.snapshot).toMatchObject({ kind: 'watching', connection: 'live' })
    await settle()
    expect(openOf(host)).toMatchObject({ server: 'online', guests: [{ state: 'watching' }] })
    expect(codeOf(host)).not.toEqual(before)
    expect((await watch(host, 'second')).snapshot.kind).toBe('watching')
  })
})

describe('a code', () => {
  it('expires, and can be had anew', async () => {
    const host = await world.sharing()
    const first = codeOf(host)
    world.clock.advance(600_000)
    expect(openOf(host).code).toEqual({ kind: 'expired' })
    await host.renewCode()
    expect(codeOf(host)).not.toEqual(first)
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
    expect((await watch(host)).snapshot.kind).toBe('watching')
  })

  it('leave a request standing whose viewer has ended', async () => {
    const host = await world.sharing()
    const viewer = await knock(host)
    world.server.restart()
    await settle()
    expect(viewer.snapshot).toMatchObject({ kind: 'ended', failure: { code: 'server-unreachable' } })
    expect(openOf(host).guests).toEqual([])
  })

  it('turn a viewer away by announcing it a second time', async () => {
    const host = await world.sharing()
    const viewer = await watch(host)
    const [guest] = openOf(host).guests
    world.server.host?.emit('viewer:claimed', { viewerId: guest?.id ?? '' })
    await settle()
    expect(world.server.removed).toEqual([])
    expect(viewer.snapshot).toMatchObject({ kind: 'watching', connection: 'live' })
  })

  it('bring somebody in under the id of another’s request', async () => {
    const host = await world.sharing()
    const viewer = await knock(host, 'Mina')
    const mina = openOf(host).guests[0]?.id ?? ''
    viewer.leave()
    await settle()
    world.server.host?.emit('viewer:claimed', { viewerId: mina })
    await settle()
    expect(world.server.removed.at(-1)).toEqual({ viewerId: mina, code: 'code-invalid' })
  })
})

describe('impatience', () => {
  it('stops the capture even when a link refuses to close', async () => {
    const host = await world.sharing()
    await watch(host)
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
    const viewer = await knock(host)
    world.accept(host)
    host.pause()
    await settle()
    expect(viewer.snapshot).toMatchObject({ kind: 'watching', paused: true })
  })

  it('waits for a lost server only so long', async () => {
    const host = await world.sharing()
    const viewer = await knock(host)
    for (const signaling of world.server.viewers.values()) signaling.emit('interrupted')
    world.clock.advance(SERVER_TIMEOUT_MS)
    expect(viewer.snapshot).toMatchObject({ kind: 'ended', failure: { code: 'server-unreachable' } })
  })
})

describe('pointing, where a browser shares', () => {
  const guestOf = (host: HostSession) => {
    const [guest] = openOf(host).guests
    if (!guest) throw new Error('nobody is there')
    return guest
  }
  const controlOf = (viewer: ViewerSession) =>
    viewer.snapshot.kind === 'watching' ? viewer.snapshot.control : null
  const move = { type: 'move', at: { x: 0.25, y: 0.75 } } as const

  it('is said to be all that can be had, before anybody asks', async () => {
    const host = await world.sharing()
    const viewer = await watch(host)
    expect(controlOf(viewer)).toEqual({
      availability: { point: null, control: 'web-host' },
      grant: { state: 'none', reason: null },
      pointer: { kind: 'unchecked' },
    })
    viewer.control?.request('control')
    expect(controlOf(viewer)?.grant).toEqual({ state: 'none', reason: 'unavailable' })
  })

  it('is asked for, allowed, and seen; without leave, nothing is', async () => {
    const host = await world.sharing()
    const pointed: unknown[] = []
    host.on('pointed', (_, input) => pointed.push(input.type))
    const viewer = await watch(host)
    viewer.control?.send(move)
    viewer.control?.request('point')
    expect(controlOf(viewer)?.grant).toEqual({ state: 'asked', level: 'point' })
    expect(guestOf(host).grant.state).toBe('asked')
    viewer.control?.send(move)
    expect(pointed).toEqual([])

    host.control.answer(guestOf(host).id, true)
    expect(controlOf(viewer)?.grant.state).toBe('pointing')
    viewer.control?.send(move)
    viewer.control?.send({ type: 'button', button: 'left', pressed: true, at: move.at })
    viewer.control?.send({ type: 'key', code: 'KeyA', pressed: true })
    expect(pointed).toEqual(['move', 'button'])

    host.control.revoke(guestOf(host).id)
    expect(controlOf(viewer)?.grant).toEqual({ state: 'none', reason: 'revoked' })
    viewer.control?.send(move)
    expect(pointed).toHaveLength(2)
  })

  it('that was refused is not asked for again at once', async () => {
    const host = await world.sharing()
    const viewer = await watch(host)
    viewer.control?.request('point')
    host.control.answer(guestOf(host).id, false)
    expect(controlOf(viewer)?.grant).toEqual({ state: 'none', reason: 'denied' })
    viewer.control?.request('point')
    expect(controlOf(viewer)?.grant).toEqual({ state: 'none', reason: 'too-often' })
    world.clock.advance(ASK_AGAIN_MS)
    viewer.control?.request('point')
    world.clock.advance(ANSWER_TIMEOUT_MS)
    expect(controlOf(viewer)?.grant).toEqual({ state: 'none', reason: 'unanswered' })
  })

  it('can be offered unasked, given back, and ends with what is shown', async () => {
    const host = await world.sharing()
    const viewer = await watch(host)
    const offer = () => host.control.offer(guestOf(host).id, 'point')
    offer()
    expect(controlOf(viewer)?.grant.state).toBe('pointing')
    viewer.control?.giveBack()
    expect(guestOf(host).grant).toEqual({ state: 'none', reason: 'given-back' })
    offer()
    await host.switchPicture()
    expect(controlOf(viewer)?.grant).toEqual({ state: 'none', reason: 'source-changed' })
    offer()
    host.pause()
    expect(controlOf(viewer)).toMatchObject({
      availability: { point: 'not-sharing' },
      grant: { state: 'none', reason: 'unavailable' },
    })
    offer()
    expect(controlOf(viewer)?.grant.state).toBe('none')
    host.resume()
    expect(controlOf(viewer)?.availability.point).toBeNull()
  })

  it('is one viewer’s own', async () => {
    const host = await world.sharing()
    const [first, second] = [await watch(host, 'one'), await watch(host, 'two')]
    host.control.offer(guestOf(host).id, 'point')
    expect([controlOf(first)?.grant.state, controlOf(second)?.grant.state]).toEqual(['pointing', 'none'])
    first.leave()
    await settle()
    expect(openOf(host).guests.map(({ grant }) => grant.state)).toEqual(['none'])
  })
})

describe('control, where the desktop app shares', () => {
  const report = (grants: ControlReport['grants']): ControlReport => ({
    availability: { point: null, control: null },
    grants,
    pointer: { kind: 'exact' },
  })

  it('is main’s alone: questions and input go there, its decisions come back', async () => {
    const desktop = new FakeDesktop()
    world.hostInDesktop(desktop.bridge.control)
    const host = await world.sharing()
    const viewer = await watch(host)
    const guestId = openOf(host).guests[0]?.id ?? ''
    viewer.control?.request('control')
    expect(desktop.asked).toEqual([`let ${guestId} control`])
    const press = { type: 'key', code: 'KeyA', pressed: true } as const
    viewer.control?.send(press)
    expect(desktop.inputs).toEqual([])

    const expiresAt = world.clock.now() + 60_000
    const grant = { state: 'controlling', expiresAt } as const
    desktop.say('control:changed', report([{ guestId, grant }]))
    expect(viewer.snapshot).toMatchObject({ control: { grant, pointer: { kind: 'exact' } } })
    expect(openOf(host).guests).toMatchObject([{ grant }])
    viewer.control?.send(press)
    expect(desktop.inputs).toEqual([{ guestId, inputs: [press] }])

    host.control.extend(guestId)
    host.control.revoke(guestId)
    viewer.control?.giveBack()
    expect(desktop.asked.slice(1)).toEqual([
      `extend ${guestId}`,
      `end ${guestId} revoked`,
      `end ${guestId} given-back`,
    ])
  })

  it('is told to viewers as it changes, and not over and over', async () => {
    const desktop = new FakeDesktop()
    world.hostInDesktop(desktop.bridge.control)
    const host = await world.sharing()
    const viewer = await watch(host)
    let changes = 0
    viewer.control?.on('changed', () => changes++)
    for (let i = 0; i < 5; i++) desktop.say('control:changed', report([]))
    // The pointer's check is all that differs from what was said at first.
    expect(changes).toBe(1)
  })

  it.each(['leaves', 'is disconnected', 'sees the session end'])(
    'ends at main when the viewer %s',
    async (how) => {
      const desktop = new FakeDesktop()
      world.hostInDesktop(desktop.bridge.control)
      const host = await world.sharing()
      const viewer = await watch(host)
      const guestId = openOf(host).guests[0]?.id ?? ''
      if (how === 'leaves') viewer.leave()
      else if (how === 'is disconnected') host.disconnect(guestId)
      else host.stop()
      await settle()
      expect(desktop.asked).toEqual([`end ${guestId} disconnected`])
    },
  )
})
