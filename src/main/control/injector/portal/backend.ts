import type { Clock } from '#shared/clock.ts'
import { WHEEL_NOTCH, type PointerButton } from '#shared/protocol/input.ts'
import type { Point } from '#shared/geometry.ts'
import type { KeyCode } from '#shared/protocol/key-codes.ts'
import type { Backend, BackendEvents } from '../backend.ts'
import { evdevCodes } from '../keys/evdev.ts'
import { keysymOf } from '../keys/keysyms.ts'
import { Bus, sessionSocket } from './bus.ts'
import type { ScreenSize } from '../messages.ts'
import { PortalError } from '../portal-refusals.ts'
import { Portal } from './portal.ts'
import { RemoteDesktop } from './remote-desktop.ts'

/** linux/input-event-codes.h: BTN_LEFT and on; desktops go back and forward by BTN_SIDE and BTN_EXTRA. */
const buttons: Readonly<Record<PointerButton, number>> = {
  left: 0x110,
  right: 0x111,
  middle: 0x112,
  back: 0x113,
  forward: 0x114,
}

/** So many characters go to the portal at once; then it is looked whether the others are still wanted. */
const CHARACTERS_AT_ONCE = 16
/** What nearly every layout has a key for; of the others, the portal does not tell whether they arrive. */
const isPlain = (character: string): boolean => /^[\n\t\x20-\x7e]$/.test(character)

/** The part of a RemoteDesktop that is needed. */
export type Session = Pick<
  RemoteDesktop,
  'size' | 'move' | 'button' | 'scroll' | 'key' | 'symbol' | 'drop' | 'close'
>

/**
 * A Wayland compositor by the RemoteDesktop portal. It neither tells where the pointer is nor what the person at the
 * computer does, and its points are those of the one screen that the person picked.
 */
export class PortalBackend implements Backend {
  readonly #session: Session
  readonly #events: BackendEvents
  readonly #keys = new Set<KeyCode>()
  readonly #buttons = new Set<PointerButton>()
  /** Where the last move goes while it waits for its turn, and nothing has come after it. */
  #waiting: { to: Point } | null = null
  #wheelX = 0
  #wheelY = 0

  constructor(session: Session, events: BackendEvents) {
    this.#session = session
    this.#events = events
  }

  get screen(): ScreenSize {
    return this.#session.size
  }

  move(to: Point): void {
    if (this.#waiting) {
      this.#waiting.to = to
      return
    }
    const move = { to }
    const moved = this.#session.move(() => {
      if (this.#waiting === move) this.#waiting = null
      return move.to
    })
    this.#carryOut(moved)
    this.#waiting = move
  }

  button(button: PointerButton, pressed: boolean): void {
    if (!note(this.#buttons, button, pressed)) return
    this.#carryOut(this.#session.button(buttons[button], pressed))
  }

  wheel(dx: number, dy: number): void {
    this.#wheelX = this.#turn('horizontal', this.#wheelX + dx)
    this.#wheelY = this.#turn('vertical', this.#wheelY + dy)
  }

  /** Programs repeat a key that is down by themselves. */
  key(code: KeyCode, pressed: boolean): void {
    if (!note(this.#keys, code, pressed)) return
    this.#carryOut(this.#session.key(evdevCodes[code], pressed))
  }

  async text(text: string, signal: AbortSignal): Promise<void> {
    this.#waiting = null
    const characters = Array.from(text)
    if (!characters.every(isPlain)) this.#events.onUncertainText()
    for (let sent = 0; sent < characters.length; sent += CHARACTERS_AT_ONCE) {
      signal.throwIfAborted()
      const symbols = characters.slice(sent, sent + CHARACTERS_AT_ONCE).map(keysymOf)
      // Pressed and released before anything else is looked at: none of them is ever held.
      await Promise.all(
        symbols.flatMap((symbol) => [
          this.#session.symbol(symbol, true),
          this.#session.symbol(symbol, false),
        ]),
      )
    }
  }

  drop(): void {
    this.#waiting = null
    this.#session.drop()
  }

  cursor(): null {
    return null
  }

  tookLocalInput(): boolean {
    return false
  }

  close(): Promise<void> {
    return this.#session.close()
  }

  /** Turns the wheel by whole notches; what is left waits for more. */
  #turn(axis: 'vertical' | 'horizontal', total: number): number {
    const notches = Math.trunc(total / WHEEL_NOTCH)
    if (notches !== 0) this.#carryOut(this.#session.scroll(axis, notches))
    return total - notches * WHEEL_NOTCH
  }

  #carryOut(done: Promise<void>): void {
    this.#waiting = null
    done.catch(() => this.#events.onRefused())
  }
}

/** Whether this changes anything: what is down already, or up, needs not be told. */
const note = <T>(held: Set<T>, what: T, pressed: boolean): boolean => {
  if (pressed === held.has(what)) return false
  if (pressed) held.add(what)
  else held.delete(what)
  return true
}

/** Resolves once the person has agreed, in the system's dialog. Throws a PortalError when that comes to nothing. */
export const openPortalBackend = async (
  env: Readonly<Record<string, string | undefined>>,
  clock: Clock,
  events: BackendEvents,
): Promise<PortalBackend> => {
  const path = sessionSocket(env)
  if (path === null) throw new PortalError('missing')
  const bus = await Bus.open(path).catch((cause: unknown) => {
    throw new PortalError('missing', { cause })
  })
  try {
    const portal = await Portal.open(bus)
    return new PortalBackend(
      await RemoteDesktop.open(portal, clock, (reason) => events.onClosed(reason)),
      events,
    )
  } catch (cause) {
    // And with it whatever was begun.
    bus.close()
    throw cause
  }
}
