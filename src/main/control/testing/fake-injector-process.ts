import type { Point } from '#shared/geometry.ts'
import type { InjectorProcess } from '../injector/injector.ts'
import type { Command, FromInjector, ToInjector } from '../injector/messages.ts'

/** An injector's process that moves a pointer of its own, and notes everything else. */
export class FakeInjectorProcess implements InjectorProcess {
  readonly commands: Command[] = []
  readonly released: Extract<ToInjector, { kind: 'release' }>[] = []
  /** Null for a system that does not tell. */
  pointer: Point | null = { x: 5, y: 5 }
  /** By which clicks would land elsewhere. */
  offset: Point = { x: 0, y: 0 }
  isEnded = false
  /** It neither answers nor ends by itself. */
  hangs = false
  /** Texts are typed when a test says so. */
  typesSlowly = false
  #onMessage: (message: unknown) => void = () => undefined
  readonly #onExit: ((code: number) => void)[] = []

  on(event: 'message' | 'exit', listener: ((message: unknown) => void) & ((code: number) => void)): void {
    if (event === 'message') this.#onMessage = listener
    else this.#onExit.push(listener)
  }

  postMessage(message: ToInjector): void {
    if (this.hangs) return
    switch (message.kind) {
      case 'inject':
        for (const command of message.commands) this.#carryOut(command)
        return
      case 'release':
        this.released.push(message)
        return
      case 'locate': {
        const { id } = message
        queueMicrotask(() => this.say({ kind: 'located', id, at: this.pointer }))
        return
      }
      case 'attend':
        return
      case 'end':
        this.crash(0)
    }
  }

  kill(): boolean {
    this.crash(this.hangs ? 9 : 0)
    return true
  }

  say(message: FromInjector): void {
    this.#onMessage(message)
  }

  crash(code = 1): void {
    if (this.isEnded) return
    this.isEnded = true
    for (const listener of this.#onExit) listener(code)
  }

  #carryOut(command: Command): void {
    this.commands.push(command)
    if (command.kind === 'text' && !this.typesSlowly) this.say({ kind: 'typed' })
    if (command.kind !== 'move' || !this.pointer) return
    this.pointer = { x: command.to.x + this.offset.x, y: command.to.y + this.offset.y }
  }
}
