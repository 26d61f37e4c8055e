import { describe, expect, it } from 'vitest'
import { Emitter } from '#shared/emitter.ts'
import { ManualClock } from '#shared/testing/manual-clock.ts'
import { PortalError } from '../portal-refusals.ts'
import type { Bus, BusEvents, MethodCall } from './bus.ts'
import { Portal } from './portal.ts'
import { RemoteDesktop } from './remote-desktop.ts'

const OWNER = ':1.5'
const STRANGER = ':1.66'
const nothing = () => new Promise<void>((resolve) => setTimeout(resolve))
/** As the library gives `a{sv}`: each value behind its parsed signature. */
const dictionary = (values: Readonly<Record<string, unknown>>) =>
  Object.entries(values).map(([key, value]) => [key, [[{}], [value]]])
const screen = dictionary({ size: [1920, 1080], source_type: 1 })

/** A bus with a portal on it that answers as it is told to. */
class FakeBus extends Emitter<BusEvents> {
  readonly name = ':1.42'
  readonly calls: MethodCall[] = []
  /** Replies to what hangs. */
  readonly replies: (() => void)[] = []
  isClosed = false
  /** Who sends the answers. */
  sender = OWNER
  response = 0
  /** The path of an old portal's own choice. */
  otherPath: string | null = null
  hangs = false
  /** Which bodies, as JSON, are refused. */
  refuses: RegExp | null = null
  results: Readonly<Record<string, unknown>> = { session_handle: '/s/1', devices: 3, streams: [[7, screen]] }

  /** What was told to mouse and keyboard. */
  get told(): readonly unknown[] {
    return this.calls.filter(({ member }) => member.startsWith('Notify')).map(({ body }) => body?.slice(2))
  }

  ownerOf = () => Promise.resolve(OWNER)
  watch = () => Promise.resolve()
  close = (): void => {
    this.isClosed = true
    this.emit('closed')
  }

  call(call: MethodCall): Promise<readonly unknown[]> {
    this.calls.push(call)
    if (call.member === 'Get') return Promise.resolve([[[{}], [7]]])
    if (call.member.startsWith('Notify')) {
      if (this.refuses?.test(JSON.stringify(call.body))) return Promise.reject(new Error('Invalid argument'))
      if (this.hangs) return new Promise((resolve) => this.replies.push(() => resolve([])))
    }
    // Those that have no answer take their options elsewhere, or none.
    const token = /"handle_token",\["s","(\w+)"/.exec(JSON.stringify(call.body))?.[1]
    if (token === undefined) return Promise.resolve([])
    const path = `/org/freedesktop/portal/desktop/request/1_42/${token}`
    // Before the reply, as a portal may.
    this.say(path, 'org.freedesktop.portal.Request', 'Response', [this.response, dictionary(this.results)])
    return Promise.resolve([this.otherPath ?? path])
  }

  say(path: string, from: string, member: string, body: readonly unknown[] = []): void {
    this.emit('signal', { sender: this.sender, path, interface: from, member, body })
  }
}

const openPortal = async () => {
  const bus = new FakeBus()
  const portal = await Portal.open(bus as unknown as Bus)
  const closings: string[] = []
  const clock = new ManualClock()
  const open = () => RemoteDesktop.open(portal, clock, (reason) => closings.push(reason))
  return { bus, portal, clock, closings, open }
}
const refusalOf = async (opening: Promise<unknown>): Promise<string> => {
  const error: unknown = await opening.catch((cause: unknown) => cause)
  return error instanceof PortalError ? error.refusal : 'none'
}
const CLOSED = ['/s/1', 'org.freedesktop.portal.Session', 'Closed'] as const

describe('a question to the portal', () => {
  it('is answered though the answer comes before the reply', async () => {
    const { open, bus } = await openPortal()
    expect((await open()).size).toEqual({ width: 1920, height: 1080 })
    expect(bus.calls.map(({ member }) => member)).toEqual([
      'Register',
      'Get',
      'Get',
      'CreateSession',
      'SelectDevices',
      'SelectSources',
      'Start',
    ])
  })

  it('is not answered by another program on the bus', async () => {
    const { open, bus } = await openPortal()
    bus.sender = STRANGER
    let isOpen = false
    void open().then(() => (isOpen = true))
    await nothing()
    expect(isOpen).toBe(false)
  })

  it.each([
    [1, 'denied'],
    [2, 'failed'],
  ])('that ends with %i is %s', async (response, refusal) => {
    const { open, bus } = await openPortal()
    bus.response = response
    expect(await refusalOf(open())).toBe(refusal)
  })

  it('ends when the portal goes', async () => {
    const { open, bus } = await openPortal()
    bus.sender = STRANGER
    const opening = open()
    await nothing()
    bus.sender = 'org.freedesktop.DBus'
    bus.say('/', 'org.freedesktop.DBus', 'NameOwnerChanged', ['org.freedesktop.portal.Desktop', OWNER, ''])
    expect(await refusalOf(opening)).toBe('failed')
  })

  it('ends when the session is closed before it is given, or the portal is another one by then', async () => {
    for (const [from, ...signal] of [
      [OWNER, ...CLOSED],
      [
        'org.freedesktop.DBus',
        '/',
        'org.freedesktop.DBus',
        'NameOwnerChanged',
        ['org.freedesktop.portal.Desktop', OWNER, ':1.6'],
      ],
    ] as const) {
      const { open, bus, clock } = await openPortal()
      const opening = refusalOf(open())
      while (!bus.calls.some(({ member }) => member === 'SelectDevices')) await Promise.resolve()
      // Answers to what is asked from now on come from nobody that is known.
      bus.sender = from
      bus.say(...(signal as [string, string, string]))
      bus.sender = STRANGER
      clock.advance(1_000)
      expect(await opening).toBe('failed')
    }
  })

  it('is no where the session is closed before the answer comes that says so', async () => {
    const { open, bus } = await openPortal()
    const opening = refusalOf(open())
    while (!bus.calls.some(({ member }) => member === 'SelectDevices')) await Promise.resolve()
    bus.say(...CLOSED)
    bus.response = 1
    expect(await opening).toBe('denied')
  })

  it.each([
    ['something else than mouse and keyboard', { devices: 4 }],
    ['a window', { streams: [[7, dictionary({ size: [10, 10], source_type: 2 })]] }],
    ['a screen of no size', { streams: [[7, dictionary({ size: [0, 0] })]] }],
    ['nothing that makes sense', { streams: 'all of them' }],
  ])('that gives %s opens nothing', async (_, results) => {
    const { open, bus } = await openPortal()
    bus.results = { ...bus.results, ...results }
    await expect(open()).rejects.toThrow()
  })
})

describe('a session', () => {
  it('is over when the portal says so, once, and nobody else can say so', async () => {
    const { open, bus, closings } = await openPortal()
    const session = await open()
    bus.sender = STRANGER
    bus.say(...CLOSED)
    expect(closings).toEqual([])
    bus.sender = OWNER
    bus.say('/s/2', CLOSED[1], CLOSED[2])
    expect(closings).toEqual([])
    bus.say(...CLOSED)
    bus.say(...CLOSED)
    expect(closings).toEqual(['revoked'])
    const before = bus.calls.length
    await session.key(30, true)
    expect(bus.calls).toHaveLength(before)
  })

  it('is left when the portal hangs, for nothing could be released any more', async () => {
    const { open, bus, clock, closings } = await openPortal()
    const session = await open()
    bus.hangs = true
    void session.key(30, true)
    await nothing()
    clock.advance(2_000)
    expect(bus.isClosed).toBe(true)
    expect(closings).toEqual(['failed'])
  })

  it('is left when what waits has waited too long, however quick each reply is', async () => {
    const { open, bus, clock, closings } = await openPortal()
    const session = await open()
    bus.hangs = true
    for (let i = 0; i < 10; i += 1) void session.scroll('vertical', 1)
    void session.key(30, false)
    for (let ms = 0; ms < 2_000; ms += 500) {
      await nothing()
      expect(closings).toEqual([])
      bus.replies.shift()?.()
      clock.advance(500)
    }
    expect(closings).toEqual(['failed'])
  })

  it('drops what waits, but lets go of what is down', async () => {
    const { open, bus } = await openPortal()
    const session = await open()
    await session.key(29, true)
    bus.hangs = true
    void session.key(30, true)
    await nothing()
    const dropped = [
      session.move(() => ({ x: 1, y: 2 })),
      session.button(0x110, true),
      session.scroll('vertical', 1),
      session.symbol(0x61, true),
      session.symbol(0x61, false),
      session.key(29, false),
    ]
    session.drop()
    void session.button(0x110, false)
    void session.key(30, false)
    bus.hangs = false
    bus.replies.shift()?.()
    await Promise.all(dropped)
    await session.close()
    expect(bus.told).toEqual([
      [29, 1],
      [30, 1],
      [29, 0],
      [30, 0],
    ])
  })

  it.each([
    ['what is down is not let go', /,30,0\]/, 'failed'],
    ['what is not down is not pressed', /,30,1\]/, null],
  ] as const)('that refuses, so that %s', async (_, refuses, closing) => {
    const { open, bus, closings } = await openPortal()
    const session = await open()
    bus.refuses = refuses
    const results = await Promise.allSettled([session.key(30, true), session.key(30, false)])
    expect(results.some(({ status }) => status === 'rejected')).toBe(true)
    expect(closings).toEqual(closing === null ? [] : [closing])
    expect(bus.isClosed).toBe(closing !== null)
  })

  it('sends one message after the other', async () => {
    const { open, bus } = await openPortal()
    const session = await open()
    bus.hangs = true
    void session.button(0x110, true)
    void session.button(0x110, false)
    await nothing()
    const { body, signature } = bus.calls.at(-1) ?? {}
    expect(bus.calls.filter(({ member }) => member === 'NotifyPointerButton')).toHaveLength(1)
    expect([signature, body]).toEqual(['oa{sv}iu', ['/s/1', [], 0x110, 1]])
  })
})
