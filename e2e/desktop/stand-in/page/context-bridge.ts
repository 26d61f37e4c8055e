/**
 * The context bridge between the preload's world and the page's, made of DOM events: those cross worlds at once, and
 * Chromium itself clones what they carry. `secret` names the events. Runs in both worlds, before any script of the page,
 * so it carries everything with it.
 *
 * As in Electron, values are copied, functions and promises become proxies, and nothing of a prototype gets across.
 * https://www.electronjs.org/docs/latest/api/context-bridge#parameter--error--return-type-support
 */
export const createContextBridge = (secret: string, world: 'preload' | 'page') => {
  type Parcel =
    | { readonly kind: 'value'; readonly value: unknown }
    | { readonly kind: 'array'; readonly items: readonly Parcel[] }
    | { readonly kind: 'object'; readonly entries: readonly (readonly [string, Parcel])[] }
    | { readonly kind: 'function' | 'promise'; readonly id: number }
    | { readonly kind: 'error'; readonly message: string }
  type Outcome = { readonly ok: boolean; readonly parcel: Parcel }
  type Message =
    | { readonly kind: 'expose'; readonly key: string; readonly parcel: Parcel }
    | {
        readonly kind: 'call'
        readonly callId: number
        readonly id: number
        readonly args: readonly Parcel[]
      }
    | { readonly kind: 'return'; readonly callId: number; readonly outcome: Outcome }
    | { readonly kind: 'settle'; readonly id: number; readonly outcome: Outcome }
  type AnyFunction = (...args: unknown[]) => unknown

  const { structuredClone, CustomEvent, Promise, Error, Map, WeakMap, Object, Array } = globalThis
  const dispatch = globalThis.dispatchEvent.bind(globalThis)
  const other = world === 'preload' ? 'page' : 'preload'

  let lastId = 0
  const ownFunctions = new Map<number, AnyFunction>()
  const ownIds = new WeakMap<AnyFunction, number>()
  const awaited = new Map<number, { resolve(value: unknown): void; reject(reason: unknown): void }>()
  const returned = new Map<number, Outcome>()

  const post = (message: Message): void => {
    dispatch(new CustomEvent(`${secret}-${other}`, { detail: message }))
  }

  const packFunction = (value: AnyFunction): Parcel => {
    let id = ownIds.get(value)
    if (id === undefined) {
      lastId += 1
      id = lastId
      ownIds.set(value, id)
      ownFunctions.set(id, value)
    }
    return { kind: 'function', id }
  }

  const packPromise = (value: Promise<unknown>): Parcel => {
    lastId += 1
    const id = lastId
    const settle = (outcome: Outcome): void => post({ kind: 'settle', id, outcome })
    value.then(
      (result) => settle(attempt(() => result)),
      (reason: unknown) => settle({ ok: false, parcel: pack(reason) }),
    )
    return { kind: 'promise', id }
  }

  const pack = (value: unknown): Parcel => {
    if (typeof value === 'function') return packFunction(value as AnyFunction)
    if (value instanceof Promise) return packPromise(value)
    if (value instanceof Error) return { kind: 'error', message: value.message }
    if (Array.isArray(value)) return { kind: 'array', items: value.map(pack) }
    if (
      typeof value === 'object' &&
      value !== null &&
      Object.prototype.toString.call(value) === '[object Object]'
    )
      return { kind: 'object', entries: Object.entries(value).map(([key, entry]) => [key, pack(entry)]) }
    return { kind: 'value', value: structuredClone(value) }
  }

  const callOther = (id: number, args: readonly unknown[]): unknown => {
    lastId += 1
    const callId = lastId
    post({ kind: 'call', callId, id, args: args.map(pack) })
    const outcome = returned.get(callId)
    returned.delete(callId)
    if (!outcome) throw new Error('the other side of the context bridge is gone')
    const result = unpack(outcome.parcel)
    if (!outcome.ok) throw result
    return result
  }

  const unpack = (parcel: Parcel): unknown => {
    switch (parcel.kind) {
      case 'value':
        return parcel.value
      case 'array':
        return parcel.items.map(unpack)
      case 'object':
        return Object.fromEntries(parcel.entries.map(([key, entry]) => [key, unpack(entry)]))
      case 'error':
        return new Error(parcel.message)
      case 'function':
        return (...args: unknown[]) => callOther(parcel.id, args)
      case 'promise':
        return new Promise((resolve, reject) => awaited.set(parcel.id, { resolve, reject }))
    }
  }

  const attempt = (action: () => unknown): Outcome => {
    try {
      return { ok: true, parcel: pack(action()) }
    } catch (error) {
      return { ok: false, parcel: pack(error) }
    }
  }

  const freeze = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return
    Object.values(value).forEach(freeze)
    Object.freeze(value)
  }

  const handle = (message: Message): void => {
    switch (message.kind) {
      case 'expose': {
        const value = unpack(message.parcel)
        freeze(value)
        Object.defineProperty(globalThis, message.key, { value, enumerable: true })
        return
      }
      case 'call': {
        const { callId, id, args } = message
        const called = ownFunctions.get(id)
        post({ kind: 'return', callId, outcome: attempt(() => called?.(...args.map(unpack))) })
        return
      }
      case 'return':
        returned.set(message.callId, message.outcome)
        return
      case 'settle': {
        const promise = awaited.get(message.id)
        awaited.delete(message.id)
        const result = unpack(message.outcome.parcel)
        if (message.outcome.ok) promise?.resolve(result)
        else promise?.reject(result)
      }
    }
  }
  globalThis.addEventListener(`${secret}-${world}`, (event) => handle((event as CustomEvent<Message>).detail))

  return {
    exposeInMainWorld(key: string, api: unknown): void {
      post({ kind: 'expose', key, parcel: pack(api) })
    },
  }
}
