import { fork } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { root } from '../../../scripts/lib/paths.ts'
import type { Clock } from '../../../src/shared/clock.ts'
import { Injector, type InjectorProcess } from '../../../src/main/control/injector/injector.ts'
import { PORTAL_ARGUMENT } from '../../../src/main/control/injector/messages.ts'
import type { Display } from '../../support/display.ts'

export const clock: Clock = {
  now: () => performance.now(),
  after: (delayMs, run) => {
    const timer = setTimeout(run, delayMs)
    return () => clearTimeout(timer)
  },
}

export interface StartedInjector {
  readonly injector: Injector
  /** Of each process that it has started, the latest last. */
  readonly pids: readonly number[]
  /** Resolves when all that was injected has happened. */
  settled(): Promise<void>
}

export interface InjectorWorld {
  readonly env: Readonly<Record<string, string>>
  /** Asks the RemoteDesktop portal instead of an X server. */
  readonly asksSystem: boolean
}

/** The injector as the app has it: the same process, in Node instead of Electron. */
export const createInjector = ({ env, asksSystem }: InjectorWorld) => {
  const pids: number[] = []
  const start = (): InjectorProcess => {
    const child = fork(
      join(root, 'e2e/desktop/stand-in/utility.ts'),
      [join(root, 'src/main/control/injector/process.ts'), ...(asksSystem ? [PORTAL_ARGUMENT] : [])],
      { serialization: 'advanced', env: { ...process.env, ...env } },
    )
    pids.push(child.pid ?? 0)
    return {
      postMessage: (message) => {
        if (child.connected) child.send(message)
      },
      on: (event: 'message' | 'exit', listener: (value: never) => void) =>
        void child.on(event, listener as (value: unknown) => void),
      kill: () => child.kill(),
    }
  }
  const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined }
  return { injector: new Injector({ fork: start, clock, log: quiet, asksSystem }), pids }
}

/** An injector that presses on an X display. */
export const startInjector = (display: Display): StartedInjector => {
  const { injector, pids } = createInjector({ env: { DISPLAY: display.name }, asksSystem: false })
  injector.start()
  return {
    injector,
    pids,
    settled: async () => {
      while ((await injector.locate()) === null) await wait(50)
    },
  }
}
