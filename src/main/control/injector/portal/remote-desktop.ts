import * as v from 'valibot'
import type { Clock } from '#shared/clock.ts'
import type { Point } from '#shared/geometry.ts'
import { dictionary, vardict } from './bus.ts'
import type { ClosedReason } from '../backend.ts'
import { extent, type ScreenSize } from '../messages.ts'
import { PortalError } from '../portal-refusals.ts'
import { createToken, SESSION, type Portal } from './portal.ts'

const REMOTE_DESKTOP = 'org.freedesktop.portal.RemoteDesktop'
const SCREEN_CAST = 'org.freedesktop.portal.ScreenCast'

/** Bits of `AvailableDeviceTypes` and of what the person gives. */
const KEYBOARD = 1
const POINTER = 2
const BOTH = KEYBOARD | POINTER
/** Bit of `AvailableSourceTypes`, and what a stream shows. */
const MONITOR = 1
/** As long as keys may stay down. */
const REPLY_TIMEOUT_MS = 2_000
/** How long the answer to a question is waited for once its session is closed, in milliseconds. */
const ANSWER_PATIENCE_MS = 1_000

/** The screen that the session's coordinates are of. */
interface Stream {
  /** PipeWire's number of it. */
  readonly node: number
  /** In the coordinates that the pointer is moved by. */
  readonly size: ScreenSize
}

const createdSchema = dictionary({ session_handle: v.string() })
const startedSchema = dictionary({
  devices: v.optional(v.number(), 0),
  streams: v.optional(
    v.array(
      v.tuple([
        v.number(),
        dictionary({
          size: v.optional(v.tuple([extent, extent])),
          source_type: v.optional(v.number(), MONITOR),
        }),
      ]),
    ),
    [],
  ),
})

/** Why one without a size is refused: nobody could say where a point lies. */
const onlyStream = (streams: v.InferOutput<typeof startedSchema>['streams']): Stream => {
  const [stream] = streams
  const size = stream?.[1].size
  if (streams.length !== 1 || !stream || !size || stream[1].source_type !== MONITOR)
    throw new PortalError('unsuitable')
  return { node: stream[0], size: { width: size[0], height: size[1] } }
}

/**
 * A session of org.freedesktop.portal.RemoteDesktop, which the person has agreed to in a dialog of the system. By the
 * `Notify` methods alone: once a program connects to EIS, the portal refuses them.
 * https://flatpak.github.io/xdg-desktop-portal/docs/doc-org.freedesktop.portal.RemoteDesktop.html
 */
export class RemoteDesktop {
  readonly #portal: Portal
  readonly #path: string
  readonly #stream: Stream
  readonly #clock: Pick<Clock, 'after'>
  #isClosed = false
  /** What the portal has taken as pressed: the calls that press it. */
  readonly #down = new Set<string>()
  /** Calls of an earlier round are dropped, but for those that let go. */
  #round = 0
  /** The portal works on several calls at once, in any order: each waits for the reply to the one before. */
  #last: Promise<void> = Promise.resolve()

  /**
   * Asks the person for mouse, keyboard and one whole screen. Nothing is remembered (`persist_mode` stays 0): the next
   * time, the system asks again. Throws a PortalError, whose reason says why not.
   */
  static async open(
    portal: Portal,
    clock: Pick<Clock, 'after'>,
    onClosed: (reason: ClosedReason) => void,
  ): Promise<RemoteDesktop> {
    const devices = await portal.number(REMOTE_DESKTOP, 'AvailableDeviceTypes')
    const sources = await portal.number(SCREEN_CAST, 'AvailableSourceTypes')
    if ((devices & BOTH) !== BOTH || (sources & MONITOR) === 0) throw new PortalError('missing')
    const early = new AbortController()
    const closed = new AbortController()
    let close = (reason: ClosedReason): void => {
      closed.abort()
      // What is closed has an answer as well, which says why, and may come after the word of the end.
      if (reason === 'failed') early.abort()
      else clock.after(ANSWER_PATIENCE_MS, () => early.abort())
    }
    portal.on('lost', () => close('failed'))
    const lost = new Promise<never>((_resolve, reject) =>
      early.signal.addEventListener('abort', () => reject(new PortalError('failed'))),
    )
    // Another portal may be there by then, which is asked and whose answers are nobody's.
    const ask = (...question: Parameters<Portal['ask']>) => Promise.race([lost, portal.ask(...question)])

    const created = await ask(REMOTE_DESKTOP, 'CreateSession', '', [], {
      session_handle_token: ['s', createToken()],
    })
    const { session_handle: path } = v.parse(createdSchema, created)
    portal.on('sessionClosed', (closed) => {
      if (closed === path) close('revoked')
    })
    await ask(REMOTE_DESKTOP, 'SelectDevices', 'o', [path], { types: ['u', BOTH] })
    await ask(SCREEN_CAST, 'SelectSources', 'o', [path], {
      types: ['u', MONITOR],
      multiple: ['b', false],
    })
    // A window of the app that the dialog could belong to is not known by name here.
    const started = await ask(REMOTE_DESKTOP, 'Start', 'os', [path, ''])
    const { devices: given, streams } = v.parse(startedSchema, started)
    if ((given & BOTH) !== BOTH) throw new PortalError('unsuitable')
    const session = new RemoteDesktop(portal, clock, path, onlyStream(streams))
    close = (reason) => {
      if (session.#isClosed) return
      session.#isClosed = true
      onClosed(reason)
    }
    if (closed.signal.aborted) throw new PortalError('failed')
    return session
  }

  private constructor(portal: Portal, clock: Pick<Clock, 'after'>, path: string, stream: Stream) {
    this.#portal = portal
    this.#clock = clock
    this.#path = path
    this.#stream = stream
  }

  /** Of the screen, in the coordinates that `move` takes. */
  get size(): ScreenSize {
    return this.#stream.size
  }

  /** To where `at` says when its turn comes. */
  move(at: () => Point): Promise<void> {
    return this.#inTurn('dropped', () => {
      const { x, y } = at()
      return this.#notify('PointerMotionAbsolute', 'udd', [this.#stream.node, x, y])
    })
  }

  /** By Linux' numbers (linux/input-event-codes.h), as keys. */
  button(button: number, pressed: boolean): Promise<void> {
    return this.#press('PointerButton', button, pressed)
  }

  /** Whole notches; positive is down and right. */
  scroll(axis: 'vertical' | 'horizontal', notches: number): Promise<void> {
    const args = [axis === 'vertical' ? 0 : 1, notches]
    return this.#inTurn('dropped', () => this.#notify('PointerAxisDiscrete', 'ui', args))
  }

  key(code: number, pressed: boolean): Promise<void> {
    return this.#press('KeyboardKeycode', code, pressed)
  }

  /** The compositor looks for a key that means it. The portal does not tell whether there is one. */
  symbol(keysym: number, pressed: boolean): Promise<void> {
    return this.#press('KeyboardKeysym', keysym, pressed)
  }

  /** Drops what has not been sent yet, but for what lets go. */
  drop(): void {
    this.#round += 1
  }

  /** Ends the session once all that was told before is done, and with it whatever is held down. */
  async close(): Promise<void> {
    await this.#last
    if (this.#isClosed) return
    this.#isClosed = true
    await this.#portal.tell(SESSION, 'Close', '', [], this.#path).catch(() => undefined)
  }

  #press(what: string, code: number, pressed: boolean): Promise<void> {
    const call = `${what} ${String(code)}`
    const args = [code, pressed ? 1 : 0]
    if (pressed)
      return this.#inTurn('dropped', async () => {
        await this.#notify(what, 'iu', args)
        this.#down.add(call)
      })
    return this.#inTurn('kept', async () => {
      if (!this.#down.has(call)) return
      try {
        await this.#notify(what, 'iu', args)
        this.#down.delete(call)
      } catch (refused) {
        // Nothing else could let go of it: without the connection, the session is over.
        this.#portal.leave()
        throw refused
      }
    })
  }

  /** Rejects when the portal refuses it. What comes after the session's end is nothing. */
  #inTurn(whenDropped: 'dropped' | 'kept', send: () => Promise<void>): Promise<void> {
    const round = this.#round
    // Of all that waits, too: a portal that is slow would keep the releases from what is down.
    const cancel = this.#clock.after(REPLY_TIMEOUT_MS, () => this.#portal.leave())
    const done = this.#last
      .then(() => {
        const isDropped = whenDropped === 'dropped' && round !== this.#round
        return this.#isClosed || isDropped ? undefined : send()
      })
      .finally(cancel)
    this.#last = done.catch(() => undefined)
    return done
  }

  #notify(what: string, signature: string, args: readonly number[]): Promise<void> {
    const body = [this.#path, vardict({}), ...args]
    return this.#portal.tell(REMOTE_DESKTOP, `Notify${what}`, `oa{sv}${signature}`, body)
  }
}
