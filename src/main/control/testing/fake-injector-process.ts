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
  #onMessage: (message: unknown) => void = () => undefined
  #onExit: (code: number) => void = () => undefined

  on(event: 'message' | 'exit', listener: ((message: unknown) => void) & ((code: number) => void)): void {
    if (event === 'message') this.#onMessage = listener
    else this.#onExit = listener
  }

  postMessage(message: ToInjector): void {
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
    this.crash(0)
    return true
  }

  say(message: FromInjector): void {
    this.#onMessage(message)
  }

  crash(code = 1): void {
    this.isEnded = true
    this.#onExit(code)
  }

  #carryOut(command: Command): void {
    this.commands.push(command)
    if (command.kind !== 'move' || !this.pointer) return
    this.pointer = { x: command.to.x + this.offset.x, y: command.to.y + this.offset.y }
  }
}
