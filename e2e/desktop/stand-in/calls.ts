import type { ChildProcess } from 'node:child_process'

/** A call from the test to the stand-in's process, over Node's own channel between a process and its child. */
export interface Call {
  readonly id: number
  readonly method: string
  readonly args: readonly unknown[]
}
export interface CallAnswer {
  readonly id: number
  readonly ok: boolean
  /** The message of the error, if that is what it came to. */
  readonly value: unknown
}
/** Said once by the stand-in's process. */
export interface Announcement {
  readonly endpoint: string
}

type Method = (...args: unknown[]) => unknown

/** Answers the calls of the parent process by the methods of `target`. */
export const answerCalls = (target: object): void => {
  const answer = async ({ id, method, args }: Call): Promise<CallAnswer> => {
    try {
      return { id, ok: true, value: await (target as Record<string, Method>)[method]?.(...args) }
    } catch (error) {
      return { id, ok: false, value: String(error) }
    }
  }
  process.on('message', (call: Call) => void answer(call).then((answered) => process.send?.(answered)))
}

/** The methods of what a child process answers calls by. */
export const callChild = (child: ChildProcess): object => {
  const pending = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>()
  let lastId = 0
  child.on('message', (message: CallAnswer | Announcement) => {
    if (!('id' in message)) return
    const call = pending.get(message.id)
    pending.delete(message.id)
    if (message.ok) call?.resolve(message.value)
    else call?.reject(new Error(String(message.value)))
  })
  child.once('exit', () => {
    for (const { reject } of pending.values()) reject(new Error('the app has ended'))
    pending.clear()
  })
  const call = (method: string, args: readonly unknown[]): Promise<unknown> =>
    new Promise((resolve, reject) => {
      lastId += 1
      pending.set(lastId, { resolve, reject })
      child.send({ id: lastId, method, args } satisfies Call)
    })
  return new Proxy(
    {},
    {
      get: (target, name) =>
        // A promise's resolver looks for `then`.
        name in target || typeof name === 'symbol' || name === 'then'
          ? (Reflect.get(target, name) as unknown)
          : (...args: unknown[]) => call(name, args),
    },
  )
}
