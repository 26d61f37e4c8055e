import type { Clock } from '#shared/clock.ts'
import { isModifier, type KeyCode } from '#shared/protocol/key-codes.ts'
import type { PointerButton } from '#shared/protocol/input.ts'
import { assertNever } from '#shared/assert-never.ts'
import type { Backend } from './backend.ts'
import { ATTEND_TIMEOUT_MS, type Command, type FromInjector, type ToInjector } from './messages.ts'

/** How often it looks whether the person at the computer does something. */
const LOCAL_INPUT_INTERVAL_MS = 50

export interface InjectionOptions {
  readonly backend: Backend
  readonly clock: Clock
  readonly post: (message: FromInjector) => void
  /** All is released; the process may end. */
  readonly onEnd: () => void
}

/**
 * Runs in the injector's process: does what main says, one thing after the other, and lets go of everything that is
 * held when main says so, says nothing any more, or the process ends.
 */
export class Injection {
  readonly #options: InjectionOptions
  readonly #keys = new Set<KeyCode>()
  readonly #buttons = new Set<PointerButton>()
  #queue: Promise<void> = Promise.resolve()
  /** Commands of an earlier round are dropped: everything was released since. */
  #round = 0
  /** Ends the text that is being typed. */
  #stopTyping: () => void = () => undefined
  #attendedAt: number | null = null
  #stopWatching: () => void = () => undefined
  #isClosed = false

  constructor(options: InjectionOptions) {
    this.#options = options
  }

  handle(message: ToInjector): void {
    const { backend, clock, post } = this.#options
    switch (message.kind) {
      case 'inject':
        this.#enqueue(message.commands)
        return
      case 'release':
        this.release(message)
        return
      case 'locate':
        this.#inOrder(() => post({ kind: 'located', id: message.id, at: backend.cursor() }))
        return
      case 'attend':
        if (this.#attendedAt === null) this.#watch()
        this.#attendedAt = clock.now()
        return
      case 'end':
        this.#end()
        return
      default:
        assertNever(message)
    }
  }

  /** Lets go of everything, at once, also of what is said to be held. */
  release(alsoHeld: { readonly keys: readonly KeyCode[]; readonly buttons: readonly PointerButton[] }): void {
    const { backend } = this.#options
    this.#round += 1
    this.#stopTyping()
    backend.drop?.()
    for (const button of new Set([...this.#buttons, ...alsoHeld.buttons])) backend.button(button, false)
    for (const code of new Set([...this.#keys, ...alsoHeld.keys])) backend.key(code, false)
    this.#buttons.clear()
    this.#keys.clear()
  }

  /** The process ends. What is called a second time does nothing. */
  close(): void | Promise<void> {
    if (this.#isClosed) return
    this.#isClosed = true
    this.#stopWatching()
    this.release({ keys: [], buttons: [] })
    return this.#options.backend.close()
  }

  #end(): void {
    const { onEnd } = this.#options
    const closing = this.close()
    if (closing) void closing.then(onEnd)
    else onEnd()
  }

  #enqueue(commands: readonly Command[]): void {
    const round = this.#round
    for (const command of commands)
      this.#inOrder(() => (round === this.#round ? this.#carryOut(command) : undefined))
  }

  /** What fails is dropped: what comes after it must not wait for ever. */
  #inOrder(task: () => void | Promise<void>): void {
    this.#queue = this.#queue.then(task).catch(() => this.#options.post({ kind: 'refused' }))
  }

  #carryOut(command: Command): void | Promise<void> {
    const { backend } = this.#options
    switch (command.kind) {
      case 'move':
        backend.move(command.to)
        return
      case 'button':
        this.#note(this.#buttons, command.button, command.pressed)
        backend.button(command.button, command.pressed)
        return
      case 'wheel':
        backend.wheel(command.dx, command.dy)
        return
      case 'key':
        this.#note(this.#keys, command.code, command.pressed)
        backend.key(command.code, command.pressed)
        return
      case 'text':
        return this.#type(command.text)
      default:
        assertNever(command)
    }
  }

  #note<T>(held: Set<T>, what: T, pressed: boolean): void {
    if (pressed) held.add(what)
    else held.delete(what)
  }

  /** With Ctrl held, a character would be a command. */
  async #type(text: string): Promise<void> {
    const { backend, post } = this.#options
    const typing = new AbortController()
    this.#stopTyping = () => typing.abort()
    const lifted = [...this.#keys].filter(isModifier)
    for (const code of lifted) backend.key(code, false)
    try {
      await backend.text(text, typing.signal)
    } catch (error) {
      if (!typing.signal.aborted) throw error
    } finally {
      // What is released stays up.
      if (!typing.signal.aborted) {
        for (const code of lifted) backend.key(code, true)
        post({ kind: 'typed' })
      }
    }
  }

  #watch(): void {
    const { backend, clock, post } = this.#options
    const look = (): void => {
      this.#stopWatching = clock.after(LOCAL_INPUT_INTERVAL_MS, look)
      if (backend.tookLocalInput()) post({ kind: 'local-input' })
      if (this.#attendedAt !== null && clock.now() - this.#attendedAt > ATTEND_TIMEOUT_MS)
        this.release({ keys: [], buttons: [] })
    }
    // What happened before anybody controlled is nobody's concern.
    backend.tookLocalInput()
    look()
  }
}
