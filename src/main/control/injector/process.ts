import type { ParentPort } from 'electron'
import type { Clock } from '#shared/clock.ts'
import { parse } from '#shared/protocol/parse.ts'
import { createBackend } from './create-backend.ts'
import { Injection } from './injection.ts'
import { toInjectorSchema, type FromInjector } from './messages.ts'

/**
 * The injector's process. It is apart from main so that an error of the window system, which ends the process that it
 * meets, does not end the app; main starts it anew.
 */
const port: ParentPort = process.parentPort
const post = (message: FromInjector): void => port.postMessage(message)
const clock: Clock = {
  now: () => performance.now(),
  after: (delayMs, run) => {
    const timer = setTimeout(run, delayMs)
    return () => clearTimeout(timer)
  },
}

const start = async (): Promise<void> => {
  const backend = await createBackend(process.platform, clock, { onRefused: () => post({ kind: 'refused' }) })
  const injection = new Injection({ backend, clock, post, onEnd: () => process.exit(0) })
  process.on('exit', () => injection.close())
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => process.exit(0))
  port.on('message', ({ data }) => {
    const message = parse(toInjectorSchema, data)
    if (message.ok) injection.handle(message.value)
  })
  post({ kind: 'ready' })
}

start().catch(() => {
  post({ kind: 'failed' })
})
