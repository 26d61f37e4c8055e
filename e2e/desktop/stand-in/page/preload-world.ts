import type { Wire } from './wire.ts'
import type { createContextBridge } from './context-bridge.ts'
import type { DisplayMediaRequest } from './display-media.ts'

/** From the preload's world to main; `sentAt` in milliseconds since the epoch. */
export type FromPreload =
  | { readonly kind: 'capture'; readonly request: DisplayMediaRequest }
  | { readonly kind: 'window'; readonly url: string }
  | { readonly kind: 'send'; readonly channel: string; readonly args: string; readonly sentAt: number }
  | { readonly kind: 'invoke'; readonly id: number; readonly channel: string; readonly args: string }

/** From main to the preload. */
export type ToPreload =
  | { readonly kind: 'message'; readonly channel: string; readonly args: string }
  | { readonly kind: 'reply'; readonly id: number; readonly ok: boolean; readonly value: string }

/** What main calls in the preload's world, which no script of the page can see. */
export const RECEIVE = '__standInReceive'
/** What the preload's world calls to reach main. */
export const POST = '__standInPost'

export interface PreloadWorldOptions {
  readonly wire: Wire
  readonly bridge: ReturnType<typeof createContextBridge>
  readonly receiveName: string
  readonly postName: string
  readonly captureEvent: string
  readonly windowEvent: string
  readonly platform: string
}

/**
 * Runs a preload as Electron's sandbox does: with `require`, but for `electron` alone, of which it gets what a renderer
 * has. Runs in the page, in a world of its own, so it carries everything with it.
 */
export const runPreload = (
  { wire, bridge, receiveName, postName, captureEvent, windowEvent, platform }: PreloadWorldOptions,
  preload: (require: (name: string) => unknown, module: object, exports: object, process: object) => void,
): void => {
  type Listener = (event: object, ...args: unknown[]) => void
  const listeners = new Map<string, Listener[]>()
  const replies = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>()
  let lastId = 0

  const post = (message: FromPreload): void => {
    ;(globalThis as unknown as Record<string, (text: string) => void>)[postName]?.(JSON.stringify(message))
  }

  const receive = (message: ToPreload): void => {
    if (message.kind === 'message') {
      const args = wire.decode(message.args) as unknown[]
      for (const listener of [...(listeners.get(message.channel) ?? [])]) listener({}, ...args)
      return
    }
    const reply = replies.get(message.id)
    replies.delete(message.id)
    const value = wire.decode(message.value)
    if (message.ok) reply?.resolve(value)
    else reply?.reject(new Error(String(value)))
  }
  Object.defineProperty(globalThis, receiveName, { value: receive })
  globalThis.addEventListener(captureEvent, (event) => {
    post({ kind: 'capture', request: (event as CustomEvent<DisplayMediaRequest>).detail })
  })
  globalThis.addEventListener(windowEvent, (event) => {
    post({ kind: 'window', url: (event as CustomEvent<string>).detail })
  })

  /** An object whose other members throw, instead of being undefined. */
  const only = (name: string, members: object): object =>
    new Proxy(members, {
      get: (target, key) => {
        if (key in target || typeof key === 'symbol') return Reflect.get(target, key) as unknown
        throw new Error(`not in the stand-in: ${name}.${key}`)
      },
    })

  const off = (channel: string, listener: Listener): void => {
    listeners.set(channel, listeners.get(channel)?.filter((known) => known !== listener) ?? [])
  }
  const ipcRenderer = only('ipcRenderer', {
    send: (channel: string, ...args: unknown[]) => {
      const sentAt = performance.timeOrigin + performance.now()
      post({ kind: 'send', channel, args: wire.encode(args), sentAt })
    },
    invoke: (channel: string, ...args: unknown[]) =>
      new Promise((resolve, reject) => {
        lastId += 1
        const encoded = wire.encode(args)
        replies.set(lastId, { resolve, reject })
        post({ kind: 'invoke', id: lastId, channel, args: encoded })
      }),
    on: (channel: string, listener: Listener) => {
      listeners.set(channel, [...(listeners.get(channel) ?? []), listener])
    },
    off,
    removeListener: off,
  })
  const electron = only('electron (in a preload)', {
    ipcRenderer,
    contextBridge: only('contextBridge', { exposeInMainWorld: bridge.exposeInMainWorld }),
  })

  const require = (name: string): unknown => {
    if (name === 'electron') return electron
    // https://www.electronjs.org/docs/latest/tutorial/sandbox#preload-scripts
    throw new Error(`module not found: ${name}`)
  }
  const module = { exports: {} }
  const process = only('process (in a preload)', { platform, contextIsolated: true, sandboxed: true })
  preload(require, module, module.exports, process)
}
