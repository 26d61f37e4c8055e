import { createHook } from 'node:async_hooks'

/** Where the built main lies, as it stands in stack traces. */
const APP = /[\\/]out[\\/]main[\\/]/
const pending = new Set<number>()

const isOfApp = (): boolean => {
  const { stackTraceLimit } = Error
  Error.stackTraceLimit = 50
  const { stack = '' } = new Error()
  Error.stackTraceLimit = stackTraceLimit
  return APP.test(stack)
}

// Node's own list leaves out timers that do not keep the process alive, and they wake it up all the same.
createHook({
  init: (id, type) => {
    if (type === 'Timeout' && isOfApp()) pending.add(id)
  },
  destroy: (id) => pending.delete(id),
}).enable()

/** Timers of the app, not of the stand-in around it, that are waiting to go off. */
export const pendingTimers = (): number => pending.size
