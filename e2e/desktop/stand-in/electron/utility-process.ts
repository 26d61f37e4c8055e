import type * as Electron from 'electron'
import { fork } from 'node:child_process'
import { join } from 'node:path'
import { only, StandInEmitter } from './lacking.ts'

type Members = 'postMessage' | 'kill' | 'pid'

/** Processes of the app's own that are running, by the name of the service. */
export const utilityProcesses = new Map<string, StandInUtilityProcess>()

/** A process of Node's, which finds its `parentPort` as Electron's do. */
class StandInUtilityProcess extends StandInEmitter implements Pick<Electron.UtilityProcess, Members> {
  readonly pid: number | undefined
  readonly #child

  constructor(modulePath: string, args: readonly string[], name: string) {
    super('UtilityProcess', ['spawn', 'message', 'exit', 'error'])
    this.#child = fork(join(import.meta.dirname, '../utility.ts'), [modulePath, ...args], {
      serialization: 'advanced',
    })
    this.pid = this.#child.pid
    utilityProcesses.set(name, this)
    this.#child.once('spawn', () => this.emit('spawn'))
    this.#child.on('message', (message) => this.emit('message', message))
    this.#child.once('exit', (code) => {
      if (utilityProcesses.get(name) === this) utilityProcesses.delete(name)
      this.emit('exit', code ?? 1)
    })
    // Whoever speaks to one that is gone is not heard; that it is gone has been said.
    this.#child.on('error', () => undefined)
  }

  postMessage(message: unknown): void {
    if (this.#child.connected) this.#child.send(message as object)
  }

  kill(): boolean {
    return this.#child.kill()
  }
}

export const utilityProcess = only('utilityProcess', {
  fork: (modulePath, args = [], { serviceName = 'Node Utility Process' } = {}) =>
    new StandInUtilityProcess(modulePath, args, serviceName) as unknown as Electron.UtilityProcess,
} satisfies Pick<typeof Electron.utilityProcess, 'fork'>)
