import { setImmediate } from 'node:timers/promises'
import type { Clock } from '../../../src/shared/clock.ts'
import { ManualClock } from '../../../src/shared/testing/manual-clock.ts'
import { contains, type Point, type Rect } from '../../../src/shared/geometry.ts'
import { controlInputSchema } from '../../../src/shared/ipc/control.ts'
import type { GuestStatus } from '../../../src/shared/ipc/share-status.ts'
import type { PointerButton } from '../../../src/shared/protocol/input.ts'
import type { KeyCode } from '../../../src/shared/protocol/key-codes.ts'
import { parse } from '../../../src/shared/protocol/parse.ts'
import { Random } from '../../../signaling-server/fuzz/random.ts'
import { Consent } from '../../../src/main/control/consent.ts'
import { Control } from '../../../src/main/control/control.ts'
import type { Backend } from '../../../src/main/control/injector/backend.ts'
import { Injection } from '../../../src/main/control/injector/injection.ts'
import { Injector } from '../../../src/main/control/injector/injector.ts'
import {
  toInjectorSchema,
  type Command,
  type ToInjector,
} from '../../../src/main/control/injector/messages.ts'
import { SharedDisplay } from '../../../src/main/control/shared-display.ts'
import { FakeInjectorProcess } from '../../../src/main/control/testing/fake-injector-process.ts'
import { catalogues } from '../../../src/main/i18n/index.ts'
import { HostControlChannel } from '../../../src/renderer/transport/host-control-channel.ts'
import type { ChannelSetup } from '../../../src/shared/protocol/channels.ts'
import { Emitter } from '../../../src/shared/emitter.ts'
import type { LinkChannelEvents } from '../../../src/renderer/transport/link-channel.ts'
import { nextArrival, type Arrival } from './messages.ts'

export interface FuzzOptions {
  readonly seed: number
  readonly messages: number
  /** Whether the host's person has given control before the first message. */
  readonly isGranted: boolean
}

export interface FuzzOutcome {
  /** Inputs that the parsers let through. */
  readonly parsed: number
  /** Commands that reached the injector. */
  readonly injected: number
  /** Commands that no input may lead to: to a place outside the shared display, or into a window of the app's own. */
  readonly astray: readonly Command[]
  /** Keys and buttons that the system was told to press, and never to let go, by when control has ended. */
  readonly held: readonly string[]
}

const GUEST = 'viewer'
/** How many messages come until the focus may go to the app's window, or away from it. */
const FOCUS_MESSAGES = 100
/** The second of two displays, with a window of the app's own on it. */
const surface: Rect = { x: -1280, y: 200, width: 1280, height: 1024 }
const ownWindow: Rect = { x: -800, y: 500, width: 300, height: 200 }
const display = { id: 7, bounds: surface, nativeOrigin: { x: surface.x, y: surface.y }, scaleFactor: 1 }
const log = { info: () => undefined, warn: () => undefined, error: () => undefined }

/** An end of a channel that says what it is told to have received. */
class FuzzedChannel extends Emitter<LinkChannelEvents> {
  readonly isOpen = true
  send(): boolean {
    return true
  }
}

/** What the system would be told; notes what is down. */
class NotingBackend implements Backend {
  readonly held = new Set<string>()
  #at: Point = { x: 0, y: 0 }

  move(to: Point): void {
    this.#at = to
  }

  button(button: PointerButton, pressed: boolean): void {
    this.held[pressed ? 'add' : 'delete'](button)
  }

  wheel(): void {
    // Leaves nothing down.
  }

  key(code: KeyCode, pressed: boolean): void {
    this.held[pressed ? 'add' : 'delete'](code)
  }

  text(): Promise<void> {
    return Promise.resolve()
  }

  cursor(): Point {
    return this.#at
  }

  tookLocalInput(): boolean {
    return false
  }

  close(): void {
    // Nothing was changed.
  }
}

/** The injector's process with all but the system, which refuses what the real one would refuse. */
class WatchedProcess extends FakeInjectorProcess {
  readonly backend = new NotingBackend()
  injected = 0
  astray: Command[] = []
  readonly #isOwnWindowFocused: () => boolean
  readonly #injection: Injection
  #at: Point | null = null

  constructor(clock: Clock, isOwnWindowFocused: () => boolean) {
    super()
    this.#isOwnWindowFocused = isOwnWindowFocused
    this.#injection = new Injection({
      backend: this.backend,
      clock,
      post: (message) => this.say(message),
      onEnd: () => this.crash(0),
    })
  }

  override postMessage(message: ToInjector): void {
    const parsed = parse(toInjectorSchema, message)
    if (!parsed.ok) throw new Error(`not for the injector: ${message.kind}`)
    if (message.kind === 'inject') for (const command of message.commands) this.#note(command)
    this.#injection.handle(parsed.value)
  }

  #note(command: Command): void {
    this.injected += 1
    if (command.kind === 'move') {
      this.#at = command.to
      if (!contains(surface, command.to)) this.astray.push(command)
    }
    const presses = command.kind === 'wheel' || ('pressed' in command && command.pressed)
    if (presses && this.#at && contains(ownWindow, this.#at)) this.astray.push(command)
    const types = command.kind === 'text' || (command.kind === 'key' && command.pressed)
    if (types && this.#isOwnWindowFocused()) this.astray.push(command)
  }
}

/** Lets everything that is under way come to where it waits. */
const settle = (): Promise<void> => setImmediate()

/**
 * Sends messages the way of the product: the channels' parsers, the border between renderer and main, grants, gate, and
 * the border to the injector's process. What throws anywhere on the way rejects.
 */
export const fuzz = async ({ seed, messages, isGranted }: FuzzOptions): Promise<FuzzOutcome> => {
  const random = new Random(seed)
  const clock = new ManualClock()
  const processes: WatchedProcess[] = []
  const guest: GuestStatus = { id: GUEST, name: '', state: 'watching', mayBeAccepted: true, controls: false }
  const screen = {
    getAllDisplays: () => [display],
    getCursorScreenPoint: () => processes.at(-1)?.pointer ?? { x: 0, y: 0 },
    dipToScreenRect: () => surface,
    on: () => undefined,
  }
  // The last button gives control until somebody ends it.
  const response = isGranted ? 2 : 0
  const showMessageBox = () => Promise.resolve({ response, checkboxChecked: false })
  let isFocused = false
  const ownWindows = () => [
    {
      getBounds: () => ownWindow,
      isVisible: () => true,
      isMinimized: () => false,
      isFocused: () => isFocused,
    },
  ]
  const control = new Control({
    platform: 'linux',
    portal: null,
    clock,
    consent: new Consent({ showMessageBox, texts: () => catalogues.en, clock, throughPortal: false }),
    injector: new Injector({
      fork: () => {
        const started = new WatchedProcess(clock, () => isFocused)
        processes.push(started)
        return started
      },
      clock,
      log,
    }),
    display: new SharedDisplay({ screen: screen as never, platform: 'linux', throughPortal: false }),
    overlay: { show: () => undefined },
    ownWindows,
    guests: () => [guest],
    isPictureLive: () => true,
    isTrusted: () => true,
    openSettings: () => Promise.resolve(),
    onReport: () => undefined,
    onController: () => undefined,
    onExpiring: () => undefined,
  })
  control.setSource({ kind: 'screen', displayId: '7' })
  control.noteShare(true)
  if (isGranted) {
    await control.request({ guestId: GUEST, level: 'control', by: 'viewer' })
    await settle()
  }
  // The check of the pointer has been: what comes from now on is the viewer's.
  for (const started of processes) Object.assign(started, { injected: 0, astray: [] })

  const channels = { control: new FuzzedChannel(), motion: new FuzzedChannel() }
  const link = { openChannel: ({ label }: ChannelSetup) => channels[label as Arrival['channel']] }
  const host = new HostControlChannel(link as never)
  let parsed = 0
  host.on('input', (input) => {
    const message = parse(controlInputSchema, { guestId: GUEST, inputs: [input] })
    if (!message.ok) throw new Error(`not for main: ${input.type}`)
    parsed += 1
    control.input(message.value)
  })
  host.on('requested', (level) => void control.request({ guestId: GUEST, level, by: 'viewer' }))

  for (let sent = 0; sent < messages; sent += 1) {
    if (sent % FOCUS_MESSAGES === 0) isFocused = random.unit() < 0.2
    const { channel, data } = nextArrival(random)
    channels[channel].emit('received', data)
    clock.advance(2)
    await settle()
  }
  await settle()
  control.endAll('revoked')
  await settle()
  return {
    parsed,
    injected: processes.reduce((total, { injected }) => total + injected, 0),
    astray: processes.flatMap(({ astray }) => astray),
    held: processes.flatMap(({ backend }) => [...backend.held]),
  }
}
