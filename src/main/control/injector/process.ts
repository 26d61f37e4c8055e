import type { ParentPort } from 'electron'
import type { Clock } from '#shared/clock.ts'
import { parse } from '#shared/protocol/parse.ts'
import { createBackend } from './create-backend.ts'
import { Injection } from './injection.ts'
import { PORTAL_ARGUMENT, toInjectorSchema, type FromInjector } from './messages.ts'
import { refusalOf } from './portal-refusals.ts'

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

const withdraw = ({ data }: { readonly data: unknown }): void => {
  const message = parse(toInjectorSchema, data)
  if (message.ok && message.value.kind === 'end') process.exit(0)
}

const start = async (): Promise<void> => {
  const name = process.argv.includes(PORTAL_ARGUMENT) ? 'portal' : process.platform
  // A question that the system puts goes with the process that asked; nothing is pressed yet.
  if (name === 'portal') port.on('message', withdraw)
  const backend = await createBackend(name, clock, {
    onRefused: () => post({ kind: 'refused' }),
    onUncertainText: () => post({ kind: 'text-uncertain' }),
    onClosed: (reason) => post({ kind: 'closed', reason }),
  })
  const injection = new Injection({ backend, clock, post, onEnd: () => process.exit(0) })
  process.on('exit', () => void injection.close())
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => process.exit(0))
  port.off('message', withdraw)
  port.on('message', ({ data }) => {
    const message = parse(toInjectorSchema, data)
    if (message.ok) injection.handle(message.value)
  })
  post({ kind: 'ready', screen: backend.screen ?? null })
}

start().catch((error: unknown) => {
  post({ kind: 'failed', refusal: refusalOf(error) })
})
