import type { MessageBoxOptions } from 'electron'
import { describe, expect, it } from 'vitest'
import type { ControlReport } from '#shared/ipc/control.ts'
import type { GuestStatus } from '#shared/ipc/share-status.ts'
import { INTERRUPTION_LIMIT_MS, MORE_TIME_MS } from '#shared/protocol/grants.ts'
import type { Input } from '#shared/protocol/input.ts'
import { ManualClock } from '#shared/testing/manual-clock.ts'
import { catalogues } from '../i18n/index.ts'
import type { OverlayScene } from '../overlay/overlay.ts'
import { Consent, CONTROL_MS } from './consent.ts'
import { Control } from './control.ts'
import { Injector } from './injector/injector.ts'
import { SharedDisplay } from './shared-display.ts'
import { FakeInjectorProcess } from './testing/fake-injector-process.ts'

const log = { info: () => {}, warn: () => {}, error: () => {} }
const texts = catalogues.en
const { refuse, untilStopped } = texts.control
const forMinutes = texts.control.forMinutes(15)
const display = {
  id: 7,
  bounds: { x: 0, y: 0, width: 1000, height: 500 },
  nativeOrigin: { x: 0, y: 0 },
  scaleFactor: 1,
}

interface OpenQuestion {
  readonly options: MessageBoxOptions
  /** Clicks the button with this label. */
  answer(label: string): Promise<void>
}

/** Lets everything that is under way come to where it waits. */
const settle = () => new Promise((resolve) => setTimeout(resolve))

const createWorld = (guestNames: readonly string[] = ['Ada', 'Bo']) => {
  const clock = new ManualClock()
  const questions: OpenQuestion[] = []
  const processes: FakeInjectorProcess[] = []
  const reports: ControlReport[] = []
  const screenListeners: (() => void)[] = []
  const state = {
    guests: guestNames.map((name): GuestStatus => ({
      id: name,
      name,
      state: 'watching',
      mayBeAccepted: true,
      controls: false,
    })),
    isLive: true,
    displays: [display],
    expiring: [] as string[],
    controllers: [] as (string | null)[],
    nextOffset: { x: 0, y: 0 },
    scene: null as OverlayScene | null,
    isOwnWindowFocused: false,
  }
  const dialog = {
    showMessageBox: (options: MessageBoxOptions) =>
      new Promise((resolve) => {
        const respond = (response: number): Promise<void> => {
          questions.splice(questions.indexOf(question), 1)
          resolve({ response, checkboxChecked: false })
          return settle().then(() => undefined)
        }
        const question: OpenQuestion = {
          options,
          answer: (label) => {
            const index = options.buttons?.indexOf(label) ?? -1
            if (index < 0) throw new Error(`no button '${label}' among ${String(options.buttons)}`)
            return respond(index)
          },
        }
        questions.push(question)
        // As Electron: a message box that is aborted is cancelled.
        options.signal?.addEventListener('abort', () => void respond(options.cancelId ?? 0))
      }),
  }
  const screen = {
    getAllDisplays: () => state.displays,
    getCursorScreenPoint: () => processes.at(-1)?.pointer ?? { x: 0, y: 0 },
    dipToScreenRect: () => display.bounds,
    on: (_event: string, listener: () => void) => screenListeners.push(listener),
  }
  const control = new Control({
    platform: 'linux',
    throughPortal: false,
    clock,
    consent: new Consent({ dialog: dialog as never, showParent: () => null, texts: () => texts, clock }),
    injector: new Injector({
      fork: () => {
        const process = new FakeInjectorProcess()
        process.offset = state.nextOffset
        processes.push(process)
        return process
      },
      clock,
      log,
    }),
    display: new SharedDisplay({ screen: screen as never, platform: 'linux' }),
    overlay: { show: (scene) => void (state.scene = scene) },
    ownWindows: () => [
      {
        getBounds: () => ({ x: 0, y: 0, width: 10, height: 10 }),
        isVisible: () => true,
        isMinimized: () => false,
        isFocused: () => state.isOwnWindowFocused,
      },
    ],
    guests: () => state.guests,
    isPictureLive: () => state.isLive,
    isTrusted: () => true,
    openSettings: () => Promise.resolve(),
    onReport: (report) => reports.push(report),
    onController: (guestId) => state.controllers.push(guestId),
    onExpiring: (name) => state.expiring.push(name),
  })
  control.setSource({ kind: 'screen', displayId: '7' })
  control.noteShare(true)

  let sequence = 0
  const world = {
    clock,
    control,
    state,
    questions,
    processes,
    reports,
    /** The process that injects now. */
    get process(): FakeInjectorProcess {
      const last = processes.at(-1)
      if (!last) throw new Error('nothing was ever injected')
      return last
    },
    get question(): OpenQuestion {
      const [open] = questions
      if (!open) throw new Error('nothing is asked')
      return open
    },
    grantOf: (guestId: string) =>
      control.report.grants.find((it) => it.guestId === guestId)?.grant ?? { state: 'none', reason: null },
    moveDisplays: (displays: (typeof display)[]) => {
      state.displays = displays
      for (const listener of screenListeners) listener()
      return settle()
    },
    /** What is injected because of this; the check of the pointer is left out. */
    inject: (guestId: string, ...inputs: Input[]) => {
      const before = processes.at(-1)?.commands.length ?? 0
      control.input({ guestId, inputs })
      return processes.at(-1)?.commands.slice(before) ?? []
    },
    click: (): Input => ({
      type: 'button',
      button: 'left',
      pressed: true,
      at: { x: 0.5, y: 0.5 },
      sequence: ++sequence,
    }),
    grant: async (guestId: string, label = forMinutes) => {
      const asked = control.request({ guestId, level: 'control', by: 'viewer' })
      await world.question.answer(label)
      await asked
      await settle()
    },
  }
  return world
}

const hold: Input = { type: 'key', code: 'ControlLeft', pressed: true }
const clicked = [
  { kind: 'move', to: { x: 500, y: 250 } },
  { kind: 'button', button: 'left', pressed: true },
]

describe('a viewer that asks to point', () => {
  const point = (x: number, sequence: number): Input => ({ type: 'move', at: { x, y: 0.5 }, sequence })
  const letPoint = async (world: ReturnType<typeof createWorld>, guestId: string): Promise<void> => {
    const asked = world.control.request({ guestId, level: 'point', by: 'viewer' })
    await world.question.answer(texts.control.allowPoint)
    await asked
  }

  it('appears above the shared display, and presses nothing', async () => {
    const world = createWorld()
    await letPoint(world, 'Ada')
    expect(world.grantOf('Ada')).toEqual({ state: 'pointing', reason: null, expiresAt: null })
    world.control.input({ guestId: 'Ada', inputs: [point(0.25, 1), world.click(), hold] })
    expect(world.processes).toEqual([])
    expect(world.state.scene).toMatchObject({
      bounds: display.bounds,
      pointers: [{ id: 'Ada', name: 'Ada', at: { x: 0.5, y: 0.5 }, clicks: 1 }],
    })
  })

  it('shares the screen with others that point, and with one that controls', async () => {
    const world = createWorld(['Ada', 'Bo', 'Cy'])
    await letPoint(world, 'Ada')
    await letPoint(world, 'Bo')
    await world.grant('Cy')
    world.control.input({ guestId: 'Ada', inputs: [point(0.25, 1)] })
    world.control.input({ guestId: 'Bo', inputs: [point(0.75, 1)] })
    expect(world.inject('Cy', world.click())).toEqual(clicked)
    expect(world.state.scene?.pointers.map(({ id }) => id)).toEqual(['Ada', 'Bo'])
  })

  it('is gone when it is taken back, when the picture pauses, and with the shared display', async () => {
    const world = createWorld()
    await letPoint(world, 'Ada')
    world.control.input({ guestId: 'Ada', inputs: [point(0.25, 1)] })
    world.state.isLive = false
    world.control.noteShare(true)
    expect(world.state.scene).toBeNull()
    world.state.isLive = true
    world.control.noteShare(true)
    expect(world.state.scene?.pointers).toHaveLength(1)
    world.control.end({ guestId: 'Ada', reason: 'revoked' })
    expect(world.state.scene).toBeNull()
  })
})

describe('a viewer that asks for control', () => {
  it('gets it from the person, in a dialog whose first and default button refuses', async () => {
    const world = createWorld()
    const asked = world.control.request({ guestId: 'Ada', level: 'control', by: 'viewer' })
    expect(world.grantOf('Ada')).toEqual({ state: 'asked', level: 'control' })
    const { options } = world.question
    expect(options.message).toContain('Ada')
    expect(options.buttons?.[0]).toBe(refuse)
    expect([options.defaultId, options.cancelId]).toEqual([0, 0])
    expect(world.inject('Ada', world.click())).toEqual([])

    await world.question.answer(forMinutes)
    expect(await asked).toEqual({ ok: true, value: undefined })
    await settle()
    const expiresAt = world.clock.now() + CONTROL_MS
    expect(world.grantOf('Ada')).toEqual({ state: 'controlling', expiresAt })
    expect(world.inject('Ada', world.click())).toEqual(clicked)
    expect(world.state.controllers).toEqual(['Ada'])
  })

  it('is refused, and cannot ask again at once', async () => {
    const world = createWorld()
    const asked = world.control.request({ guestId: 'Ada', level: 'control', by: 'viewer' })
    await world.question.answer(refuse)
    await asked
    expect(world.grantOf('Ada')).toEqual({ state: 'none', reason: 'denied' })
    expect((await world.control.request({ guestId: 'Ada', level: 'control', by: 'viewer' })).ok).toBe(false)
    expect(world.grantOf('Ada')).toEqual({ state: 'none', reason: 'too-often' })
    world.clock.advance(10_000)
    void world.control.request({ guestId: 'Ada', level: 'control', by: 'viewer' })
    expect(world.questions).toHaveLength(1)
  })

  it('that was refused a moment ago can be let by the person, who changed their mind', async () => {
    const world = createWorld()
    const asked = world.control.request({ guestId: 'Ada', level: 'control', by: 'viewer' })
    await world.question.answer(refuse)
    await asked
    const offered = world.control.request({ guestId: 'Ada', level: 'control', by: 'host' })
    await world.question.answer(forMinutes)
    expect((await offered).ok).toBe(true)
    expect(world.grantOf('Ada').state).toBe('controlling')
  })

  it('is refused when nobody answers for a minute', async () => {
    const world = createWorld()
    void world.control.request({ guestId: 'Ada', level: 'control', by: 'viewer' })
    world.clock.advance(60_000)
    await settle()
    expect(world.grantOf('Ada')).toEqual({ state: 'none', reason: 'unanswered' })
    expect(world.questions).toEqual([])
  })

  it('is asked about one at a time', async () => {
    const world = createWorld()
    void world.control.request({ guestId: 'Ada', level: 'control', by: 'viewer' })
    expect((await world.control.request({ guestId: 'Bo', level: 'control', by: 'viewer' })).ok).toBe(false)
    expect(world.questions).toHaveLength(1)
    expect(world.grantOf('Bo')).toEqual({ state: 'none', reason: 'too-often' })
  })

  it('and leaves, takes the question along', async () => {
    const world = createWorld()
    void world.control.request({ guestId: 'Ada', level: 'control', by: 'viewer' })
    world.state.guests = []
    world.control.noteShare(true)
    await settle()
    expect(world.questions).toEqual([])
    expect(world.control.report.grants).toEqual([])
  })

  it('takes its own question along, and no other', async () => {
    const world = createWorld(['Ada', 'Bo', 'Cy'])
    await world.grant('Ada', untilStopped)
    const [ada, bo, cy] = world.state.guests
    world.state.guests = [ada, bo, { ...cy, state: 'waiting' }] as GuestStatus[]
    const asked = world.control.request({ guestId: 'Bo', level: 'control', by: 'viewer' })
    const admitted = world.control.confirmAdmission('Cy')
    expect(world.questions).toHaveLength(2)
    world.state.guests = world.state.guests.filter(({ id }) => id !== 'Bo')
    world.control.noteShare(true)
    await asked
    expect(world.questions.map(({ options }) => options.message)).toEqual([
      texts.control.confirmAdmission('Cy'),
    ])
    // Whoever wanted to be let in has given up.
    world.state.guests = world.state.guests.filter(({ id }) => id !== 'Cy')
    world.control.noteShare(true)
    expect(await admitted).toBe(false)
    expect(world.inject('Ada', world.click())).toEqual(clicked)
  })

  it('gets nothing by an answer that comes when the screen is no longer shared', async () => {
    const world = createWorld()
    const asked = world.control.request({ guestId: 'Ada', level: 'control', by: 'viewer' })
    world.state.isLive = false
    await world.question.answer(untilStopped)
    await asked
    expect(world.grantOf('Ada')).toEqual({ state: 'none', reason: 'unavailable' })
    expect(world.processes).toEqual([])
  })

  it.each([
    ['a window', { kind: 'window' as const }, 'window-shared'],
    ['a display that nobody knows', { kind: 'screen' as const, displayId: '99' }, 'screen-unknown'],
    ['a capture without a place', { kind: 'screen' as const, displayId: '' }, 'screen-unknown'],
  ])('of %s learns why not, and the person is not asked', async (_, source, refusal) => {
    const world = createWorld()
    world.control.setSource(source)
    expect(world.control.report.availability.control).toBe(refusal)
    expect(world.control.systemRefusal).toBeNull()
    expect((await world.control.request({ guestId: 'Ada', level: 'control', by: 'viewer' })).ok).toBe(false)
    expect(world.questions).toEqual([])
    expect(world.grantOf('Ada')).toEqual({ state: 'none', reason: 'unavailable' })
  })

  it('must be one that watches', async () => {
    const world = createWorld()
    world.state.guests = [{ id: 'Ada', name: 'Ada', state: 'waiting', mayBeAccepted: true, controls: false }]
    for (const guestId of ['Ada', 'nobody'])
      expect((await world.control.request({ guestId, level: 'control', by: 'viewer' })).ok).toBe(false)
    expect(world.questions).toEqual([])
  })
})

describe('control', () => {
  const endings: [string, (world: ReturnType<typeof createWorld>) => void, string][] = [
    [
      'the person takes it away',
      ({ control }) => control.end({ guestId: 'Ada', reason: 'revoked' }),
      'revoked',
    ],
    [
      'the viewer gives it back',
      ({ control }) => control.end({ guestId: 'Ada', reason: 'given-back' }),
      'given-back',
    ],
    ['its time is over', ({ clock }) => clock.advance(CONTROL_MS), 'expired'],
    ['the screen is locked', ({ control }) => control.endAll('locked'), 'locked'],
    ['something else is shared', ({ control }) => control.setSource({ kind: 'window' }), 'source-changed'],
    ['sharing ends', ({ control }) => control.noteShare(false), 'sharing-ended'],
    ['the display goes', (world) => void world.moveDisplays([]), 'source-changed'],
  ]

  it.each(endings)('ends when %s, and lets go of what is held', async (_, end, reason) => {
    const world = createWorld()
    await world.grant('Ada')
    const { process } = world
    world.inject('Ada', hold, { type: 'held', keys: ['ControlLeft'], buttons: [] })
    end(world)
    expect(world.grantOf('Ada')).toEqual({ state: 'none', reason })
    expect(process.released.some(({ keys }) => keys.includes('ControlLeft'))).toBe(true)
    expect(process.isEnded).toBe(true)
    const before = process.commands.length
    world.control.input({ guestId: 'Ada', inputs: [world.click()] })
    expect(process.commands).toHaveLength(before)
    expect(world.state.controllers.at(-1)).toBeNull()
  })

  it('ends with the app, which waits until everything is let go', async () => {
    const world = createWorld()
    await world.grant('Ada')
    world.inject('Ada', hold)
    const { process } = world
    process.hangs = true
    let isClosed = false
    const closed = world.control.close().then(() => (isClosed = true))
    await settle()
    expect(isClosed).toBe(false)
    world.clock.advance(1_000)
    await closed
    expect(process.isEnded).toBe(true)
    expect(world.process.released.at(-1)?.keys).toEqual(['ControlLeft'])
  })

  it('leaves no timer behind', async () => {
    const world = createWorld()
    await world.grant('Ada')
    world.control.end({ guestId: 'Ada', reason: 'revoked' })
    world.clock.advance(1_000)
    expect(world.clock.pending).toBe(0)
  })

  it('lets go within two seconds when the viewer is not heard of', async () => {
    const world = createWorld()
    await world.grant('Ada')
    world.inject('Ada', hold)
    const before = world.process.released.length
    world.clock.advance(1_600)
    expect(world.process.released).toHaveLength(before)
    world.clock.advance(300)
    expect(world.process.released.at(-1)?.keys).toEqual(['ControlLeft'])
  })

  it('survives a short interruption of the connection, and ends with a longer one', async () => {
    const world = createWorld()
    await world.grant('Ada', untilStopped)
    const connect = (state: GuestStatus['state']): void => {
      world.state.guests = world.state.guests.map((guest) => ({ ...guest, state }))
      world.control.noteShare(true)
    }
    world.inject('Ada', hold)
    connect('interrupted')
    expect(world.process.released.at(-1)?.keys).toEqual(['ControlLeft'])
    world.clock.advance(INTERRUPTION_LIMIT_MS - 1)
    connect('watching')
    world.clock.advance(INTERRUPTION_LIMIT_MS)
    expect(world.grantOf('Ada').state).toBe('controlling')
    connect('interrupted')
    world.clock.advance(INTERRUPTION_LIMIT_MS - 1)
    // Something else changes: that is no reason to wait longer.
    world.control.noteShare(true)
    world.clock.advance(1)
    expect(world.grantOf('Ada')).toEqual({ state: 'none', reason: 'interrupted' })
    connect('watching')
    expect(world.inject('Ada', world.click())).toEqual([])
  })

  it('pauses while the person uses mouse or keyboard, and goes on by itself', async () => {
    const world = createWorld()
    await world.grant('Ada', untilStopped)
    world.inject('Ada', hold)
    world.process.say({ kind: 'local-input' })
    expect(world.grantOf('Ada')).toEqual({ state: 'paused', expiresAt: null })
    expect(world.process.released.at(-1)?.keys).toEqual(['ControlLeft'])
    expect(world.inject('Ada', world.click())).toEqual([])
    world.clock.advance(1_000)
    world.process.say({ kind: 'local-input' })
    world.clock.advance(1_400)
    expect(world.grantOf('Ada').state).toBe('paused')
    world.clock.advance(100)
    expect(world.grantOf('Ada').state).toBe('controlling')
    expect(world.inject('Ada', world.click())).toEqual(clicked)
  })

  it('is let go of when a window of the app comes up, with what is still to be typed', async () => {
    const world = createWorld()
    await world.grant('Ada')
    world.inject('Ada', hold, { type: 'text', text: 'yes' })
    const before = world.process.released.length
    world.control.release()
    expect(world.process.released.slice(before)).toEqual([
      { kind: 'release', keys: ['ControlLeft'], buttons: [] },
    ])
    world.state.isOwnWindowFocused = true
    world.clock.advance(1_000)
    expect(world.process.released.slice(before)).toHaveLength(2)
  })

  it('tells for a while what it has met: a refusal of the system, a window of the app', async () => {
    const world = createWorld()
    await world.grant('Ada')
    world.process.say({ kind: 'refused' })
    expect(world.reports.at(-1)?.obstacle).toBe('system-refuses')
    world.state.isOwnWindowFocused = true
    world.inject('Ada', hold)
    expect(world.reports.at(-1)?.obstacle).toBe('own-window')
    world.clock.advance(4_000)
    world.inject('Ada', hold)
    world.clock.advance(4_999)
    expect(world.reports.at(-1)?.obstacle).toBe('own-window')
    world.clock.advance(1)
    expect(world.reports.at(-1)?.obstacle).toBeNull()
    world.process.say({ kind: 'refused' })
    world.control.end({ guestId: 'Ada', reason: 'revoked' })
    expect(world.reports.at(-1)?.obstacle).toBeNull()
  })

  it('is one viewer’s at a time: another gets it with a question that says so', async () => {
    const world = createWorld()
    await world.grant('Ada')
    void world.control.request({ guestId: 'Bo', level: 'control', by: 'viewer' })
    expect(world.question.options.detail).toContain('Ada')
    await world.question.answer(forMinutes)
    await settle()
    expect(world.grantOf('Ada')).toEqual({ state: 'none', reason: 'handed-over' })
    expect(world.inject('Ada', world.click())).toEqual([])
    expect(world.inject('Bo', world.click())).toEqual(clicked)
    expect(world.state.controllers.at(-1)).toBe('Bo')
  })

  it('does nothing while a question is open: no helper answers it', async () => {
    const world = createWorld()
    await world.grant('Ada')
    void world.control.request({ guestId: 'Bo', level: 'control', by: 'viewer' })
    expect(world.inject('Ada', world.click(), hold)).toEqual([])
    await world.question.answer(refuse)
    expect(world.inject('Ada', world.click())).toEqual(clicked)
  })

  it('does nothing while the person is asked anything else, with what is held let go', async () => {
    const world = createWorld()
    await world.grant('Ada')
    world.inject('Ada', hold)
    const asked = Promise.withResolvers<string>()
    const answered = world.control.withoutHelpers(() => asked.promise)
    expect(world.process.released.at(-1)?.keys).toEqual(['ControlLeft'])
    expect(world.inject('Ada', world.click())).toEqual([])
    asked.resolve('go on')
    expect(await answered).toBe('go on')
    expect(world.inject('Ada', world.click())).toEqual(clicked)
  })

  it('does nothing while the picture is paused', async () => {
    const world = createWorld()
    await world.grant('Ada')
    world.inject('Ada', hold)
    world.state.isLive = false
    expect(world.inject('Ada', world.click())).toEqual([])
    expect(world.process.released.at(-1)?.keys).toEqual(['ControlLeft'])
  })

  it('asks again about a viewer who is let in by a click that may be the helper’s', async () => {
    const world = createWorld()
    expect(await world.control.confirmAdmission('Bo')).toBe(true)
    await world.grant('Ada')
    world.state.guests = world.state.guests.map((guest) =>
      guest.id === 'Bo' ? { ...guest, state: 'waiting' } : guest,
    )
    const admitted = world.control.confirmAdmission('Bo')
    expect(world.question.options.message).toContain('Bo')
    expect(world.inject('Ada', world.click())).toEqual([])
    await world.question.answer(texts.tray.deny)
    expect(await admitted).toBe(false)
  })

  it('is said to end soon, and goes on for longer when the person wants', async () => {
    const world = createWorld()
    await world.grant('Ada')
    world.clock.advance(CONTROL_MS - 60_000)
    expect(world.state.expiring).toEqual(['Ada'])
    void world.control.extend('Ada')
    await world.question.answer(forMinutes)
    expect(world.grantOf('Ada')).toEqual({ state: 'controlling', expiresAt: world.clock.now() + CONTROL_MS })
    world.clock.advance(CONTROL_MS)
    expect(world.grantOf('Ada')).toEqual({ state: 'none', reason: 'expired' })
  })

  it('is asked for anew by the viewer near its end, once', async () => {
    const world = createWorld()
    await world.grant('Ada')
    const askForMore = () => world.control.request({ guestId: 'Ada', level: 'control', by: 'viewer' })
    expect((await askForMore()).ok).toBe(false)
    world.clock.advance(CONTROL_MS - MORE_TIME_MS)
    void askForMore()
    await world.question.answer(texts.control.leave)
    expect((await askForMore()).ok).toBe(false)
    expect(world.questions).toEqual([])
    expect(world.grantOf('Ada')).toEqual({
      state: 'controlling',
      expiresAt: world.clock.now() + MORE_TIME_MS,
    })
  })

  it('that is over has no question for more time left', async () => {
    const world = createWorld()
    await world.grant('Ada')
    const extended = world.control.extend('Ada')
    expect(world.questions).toHaveLength(1)
    world.control.end({ guestId: 'Ada', reason: 'given-back' })
    await extended
    expect(world.questions).toEqual([])
    expect(world.grantOf('Ada')).toEqual({ state: 'none', reason: 'given-back' })
  })

  it('cannot be made longer by anybody without a grant that runs out', async () => {
    const world = createWorld()
    expect((await world.control.extend('Ada')).ok).toBe(false)
    await world.grant('Ada', untilStopped)
    expect((await world.control.extend('Ada')).ok).toBe(false)
    expect(world.questions).toEqual([])
  })

  it('comes back after the injector was lost, with everything let go', async () => {
    const world = createWorld()
    await world.grant('Ada')
    world.inject('Ada', hold)
    world.process.crash()
    expect(world.processes).toHaveLength(2)
    expect(world.process.released[0]).toEqual({ kind: 'release', keys: ['ControlLeft'], buttons: [] })
    expect(world.inject('Ada', world.click())).toEqual(clicked)
  })

  it('ends when the injector is lost again and again, and is offered no more', async () => {
    const world = createWorld()
    await world.grant('Ada')
    for (let i = 0; i < 3; i += 1) world.process.crash()
    world.inject('Ada', hold)
    world.process.crash()
    expect(world.grantOf('Ada')).toEqual({ state: 'none', reason: 'failed' })
    expect(world.control.report.availability.control).toBe('unsupported')
    // The last one only lets go of what was held.
    expect(world.processes).toHaveLength(5)
    expect(world.process.released).toEqual([{ kind: 'release', keys: ['ControlLeft'], buttons: [] }])
    expect(world.process.isEnded).toBe(true)
  })
})

describe('the pointer', () => {
  it('is checked when control begins, and put back', async () => {
    const world = createWorld()
    await world.grant('Ada')
    expect(world.control.report.pointer).toEqual({ kind: 'exact' })
    expect(world.process.pointer).toEqual({ x: 5, y: 5 })
    expect(world.reports.at(-1)?.pointer).toEqual({ kind: 'exact' })
  })

  it('that lands elsewhere is told, with how far', async () => {
    const world = createWorld()
    world.state.nextOffset = { x: -7, y: 3 }
    await world.grant('Ada')
    expect(world.control.report.pointer).toEqual({ kind: 'off', pixels: 7 })
  })

  it('is not fought over while it is checked: the person’s hand comes first, and the check when that rests', async () => {
    const world = createWorld()
    const asked = world.control.request({ guestId: 'Ada', level: 'control', by: 'viewer' })
    const answered = world.question.answer(untilStopped)
    await asked
    world.process.say({ kind: 'local-input' })
    await answered
    expect(world.grantOf('Ada').state).toBe('paused')
    expect(world.control.report.pointer).toEqual({ kind: 'unchecked' })
    expect(world.process.commands).toEqual([])
    world.clock.advance(1_500)
    expect(world.grantOf('Ada').state).toBe('controlling')
    expect(world.inject('Ada', world.click())).toEqual([])
    await settle()
    expect(world.control.report.pointer).toEqual({ kind: 'exact' })
    expect(world.inject('Ada', world.click())).toEqual(clicked)
  })

  it('is checked on the last of the displays that change in a burst', async () => {
    const world = createWorld()
    await world.grant('Ada')
    const bounds = (width: number) => ({ ...display, bounds: { ...display.bounds, width } })
    const before = world.process.commands.length
    void world.moveDisplays([bounds(800)])
    await world.moveDisplays([bounds(600)])
    const moves = world.process.commands.slice(before)
    expect(moves.map((it) => it.kind === 'move' && it.to.x)).toEqual([186, 402, 5])
    expect(world.control.report.pointer).toEqual({ kind: 'exact' })
  })

  it('is checked again when displays change, and follows them', async () => {
    const world = createWorld()
    await world.grant('Ada')
    world.process.offset = { x: 2, y: 0 }
    await world.moveDisplays([{ ...display, nativeOrigin: { x: 100, y: 0 }, scaleFactor: 2 }])
    expect(world.inject('Ada', world.click())[0]).toEqual({ kind: 'move', to: { x: 1100, y: 500 } })
    expect(world.control.report.pointer.kind).toBe('off')
  })
})
