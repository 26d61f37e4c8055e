import type { Clock } from '#shared/clock.ts'
import { Emitter } from '#shared/emitter.ts'
import type { Point } from '#shared/geometry.ts'
import { parse } from '#shared/protocol/parse.ts'
import { assertNever } from '#shared/assert-never.ts'
import type { Log } from '../../log/log.ts'
import type { Held } from '../held-inputs.ts'
import type { ClosedReason } from './backend.ts'
import type { PortalRefusal } from './portal-refusals.ts'
import { Pressed } from './pressed.ts'
import {
  ATTEND_INTERVAL_MS,
  fromInjectorSchema,
  type Command,
  type FromInjector,
  type ScreenSize,
  type ToInjector,
} from './messages.ts'

/** The part of Electron's UtilityProcess that is needed. */
export interface InjectorProcess {
  postMessage(message: ToInjector): void
  on(event: 'message', listener: (message: unknown) => void): void
  on(event: 'exit', listener: (code: number) => void): void
  kill(): boolean
}

/** What came of asking the system for mouse and keyboard; `screen` is what points are of. */
export type Opening =
  | { readonly kind: 'open'; readonly screen: ScreenSize | null }
  | { readonly kind: 'refused'; readonly refusal: PortalRefusal }

export interface InjectorOptions {
  readonly fork: () => InjectorProcess
  /**
   * Wayland: each process is a question to the person, in a dialog of the system. None is started but by `open`, and what
   * one leaves down the system itself lets go.
   */
  readonly asksSystem?: boolean
  readonly clock: Clock
  readonly log: Log
}

export interface InjectorEvents {
  localInput: []
  refused: []
  /** Of one more text nothing more is to be typed. */
  typed: []
  /** Some of what was typed may not have arrived. */
  textUncertain: []
  /** Where the system is asked: it, or the person in it, has taken mouse and keyboard back, or the process is lost. */
  closed: [reason: ClosedReason]
  /** The process was lost and is there again; what was held is released. */
  restarted: []
  /** It cannot be had; nobody can control this computer. */
  failed: []
}

/** So many losses within this time, and something is wrong for good. */
const MAX_LOSSES = 3
const LOSS_WINDOW_MS = 60_000
/** The process may have to start first. */
const LOCATE_TIMEOUT_MS = 3_000
/** What does not end when it is told to is ended. */
const END_TIMEOUT_MS = 1_000

const failedOpening: Opening = { kind: 'refused', refusal: 'failed' }

const postRelease = (process: InjectorProcess, { keys, buttons }: Held): void =>
  process.postMessage({ kind: 'release', keys: [...keys], buttons: [...buttons] })

/** Main's side of the process that moves the mouse and presses keys: there while somebody controls, and no longer. */
export class Injector extends Emitter<InjectorEvents> {
  readonly #options: InjectorOptions
  #process: InjectorProcess | null = null
  #pressed = new Pressed()
  #losses: number[] = []
  #lastId = 0
  readonly #located = new Map<number, (at: Point | null) => void>()
  #stopAttending: () => void = () => undefined
  #settleOpening: (opening: Opening) => void = () => undefined
  #opening: Promise<Opening> = Promise.resolve(failedOpening)
  /** Resolves when every process that was told to end has done so, and nothing that it pressed is down. */
  #endings: Promise<unknown> = Promise.resolve()

  constructor(options: InjectorOptions) {
    super()
    this.#options = options
  }

  get isThere(): boolean {
    return this.#process !== null
  }

  /** Starts the process if it is not there. */
  start(): void {
    if (this.#process) return
    this.#start()
    this.#attend()
  }

  /**
   * Starts a process; resolves once the system has given mouse and keyboard, or will not. What it gave to one before was
   * the answer to another question: that one ends.
   */
  open(): Promise<Opening> {
    void this.stop()
    this.start()
    return this.#opening
  }

  inject(commands: readonly Command[]): void {
    if (commands.length === 0) return
    this.#pressed.note(commands)
    this.#process?.postMessage({ kind: 'inject', commands: [...commands] })
  }

  /** Lets go of everything, before anything that comes later. */
  release(held: Held): void {
    if (this.#process) postRelease(this.#process, held)
  }

  /** Where the pointer is once all that was injected before has happened; null if nobody knows. */
  locate(): Promise<Point | null> {
    const { clock } = this.#options
    if (!this.#process) return Promise.resolve(null)
    const id = ++this.#lastId
    this.#process.postMessage({ kind: 'locate', id })
    return new Promise((resolve) => {
      const settle = (at: Point | null): void => {
        this.#located.delete(id)
        cancel()
        resolve(at)
      }
      const cancel = clock.after(LOCATE_TIMEOUT_MS, () => settle(null))
      this.#located.set(id, settle)
    })
  }

  /**
   * Ends the process; it lets go of everything by itself. Resolves when that has happened, and when those before it have
   * ended as well, which may take longer.
   */
  async stop(): Promise<void> {
    this.#stopAttending()
    this.#forgetQuestions()
    this.#settleOpening(failedOpening)
    const ending = this.#process
    const pressed = this.#pressed.all
    this.#process = null
    this.#pressed = new Pressed()
    if (ending) this.#awaitAtEnd(this.#endThenRelease(ending, pressed))
    await this.#endings
  }

  #awaitAtEnd(ending: Promise<void>): void {
    this.#endings = Promise.all([this.#endings, ending])
  }

  async #endThenRelease(ending: InjectorProcess, pressed: Held): Promise<void> {
    if ((await this.#end(ending)) !== 0) await this.#releaseAfter(pressed)
  }

  /** Resolves with the code with which the process has ended. */
  #end(ending: InjectorProcess): Promise<number> {
    return new Promise((resolve) => {
      const cancel = this.#options.clock.after(END_TIMEOUT_MS, () => ending.kill())
      ending.on('exit', (code) => {
        cancel()
        resolve(code)
      })
      ending.postMessage({ kind: 'end' })
    })
  }

  /** A process that was lost has left its keys down, and there will be no other: one for that alone. */
  async #releaseAfter(pressed: Held): Promise<void> {
    if (this.#options.asksSystem || pressed.keys.length + pressed.buttons.length === 0) return
    const last = this.#options.fork()
    postRelease(last, pressed)
    await this.#end(last)
  }

  #start(): void {
    const started = this.#options.fork()
    this.#process = started
    this.#opening = new Promise((resolve) => (this.#settleOpening = resolve))
    started.on('message', (data) => {
      const message = parse(fromInjectorSchema, data)
      if (message.ok && this.#process === started) this.#handle(message.value)
    })
    started.on('exit', (code) => {
      if (this.#process === started) this.#handleLoss(code)
    })
  }

  #attend(): void {
    this.#process?.postMessage({ kind: 'attend' })
    this.#stopAttending = this.#options.clock.after(ATTEND_INTERVAL_MS, () => this.#attend())
  }

  #handle(message: FromInjector): void {
    switch (message.kind) {
      case 'ready':
        this.#settleOpening({ kind: 'open', screen: message.screen })
        return
      case 'failed':
        this.#settleOpening({ kind: 'refused', refusal: message.refusal ?? 'failed' })
        if (this.#options.asksSystem) void this.stop()
        else this.#fail()
        return
      case 'located':
        this.#located.get(message.id)?.(message.at)
        return
      case 'local-input':
        this.emit('localInput')
        return
      case 'typed':
        this.emit('typed')
        return
      case 'refused':
        this.emit('refused')
        return
      case 'text-uncertain':
        this.emit('textUncertain')
        return
      case 'closed':
        this.#close(message.reason)
        return
      default:
        assertNever(message)
    }
  }

  #handleLoss(code: number): void {
    const { clock, log } = this.#options
    log.warn('injector lost', { code })
    if (this.#options.asksSystem) {
      this.#process = null
      this.#close('failed')
      return
    }
    const now = clock.now()
    this.#losses = [...this.#losses.filter((at) => now - at < LOSS_WINDOW_MS), now]
    this.#forgetQuestions()
    const pressed = this.#pressed.all
    if (this.#losses.length > MAX_LOSSES) {
      this.#process = null
      this.#awaitAtEnd(this.#releaseAfter(pressed))
      this.#fail()
      return
    }
    this.#start()
    this.release(pressed)
    this.emit('restarted')
  }

  #close(reason: ClosedReason): void {
    void this.stop()
    this.emit('closed', reason)
  }

  /** Whoever waits for the place of the pointer waits for an answer that nobody gives any more. */
  #forgetQuestions(): void {
    for (const settle of [...this.#located.values()]) settle(null)
  }

  #fail(): void {
    this.#options.log.warn('injector failed', {})
    void this.stop()
    this.emit('failed')
  }
}
