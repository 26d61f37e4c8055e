import type * as Electron from 'electron'
import type { FromPreload, ToPreload } from '../page/preload-world.ts'
import { createWire } from '../page/wire.ts'
import { only } from './lacking.ts'

const wire = createWire()

type InvokeHandler = (event: Electron.IpcMainInvokeEvent, ...args: unknown[]) => unknown
type Listener = (event: Electron.IpcMainEvent, ...args: unknown[]) => void

const handlers = new Map<string, InvokeHandler>()
const listeners = new Map<string, Listener[]>()

/** Who sent a message, as far as main can know. */
export interface Sender {
  readonly sender: Electron.WebContents
  readonly senderFrame: Electron.WebFrameMain | null
}

const eventFrom = (sender: Sender, type: string) => only('IpcMainEvent', { type, ...sender })

export const ipcMain = only('ipcMain', {
  handle(channel, handler) {
    if (handlers.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`)
    handlers.set(channel, handler)
  },
  removeHandler: (channel) => void handlers.delete(channel),
  on(channel, listener) {
    listeners.set(channel, [...(listeners.get(channel) ?? []), listener])
    return this as Electron.IpcMain
  },
} satisfies Pick<Electron.IpcMain, 'handle' | 'removeHandler' | 'on'>)

/** Calls main's handler, as a renderer's `invoke` does. Rejects as that does. */
export const invokeMain = async (channel: string, args: unknown[], sender: Sender): Promise<unknown> => {
  const handler = handlers.get(channel)
  if (!handler) throw new Error(`No handler registered for '${channel}'`)
  return await handler(eventFrom(sender, 'invoke') as Electron.IpcMainInvokeEvent, ...args)
}

/** Calls main's listeners, as a renderer's `send` does. */
export const sendToMain = (channel: string, args: unknown[], sender: Sender): void => {
  const event = eventFrom(sender, 'send') as Electron.IpcMainEvent
  for (const listener of listeners.get(channel) ?? []) listener(event, ...args)
}

/** How long a message that the page sent was on its way to main, in milliseconds since the epoch. */
export interface Journey {
  readonly channel: string
  readonly sentAt: number
  readonly arrivedAt: number
}

/** All until now: what Electron would do in its own way, so that a measurement can leave it out. */
export const journeys: Journey[] = []

type IpcMessage = Extract<FromPreload, { readonly channel: string }>

/** Hands over a message from a preload; resolves to the answer, if there is to be one. */
export const deliver = async (message: IpcMessage, sender: Sender): Promise<ToPreload | null> => {
  const args = wire.decode(message.args) as unknown[]
  if (message.kind === 'send') {
    const { channel, sentAt } = message
    journeys.push({ channel, sentAt, arrivedAt: performance.timeOrigin + performance.now() })
    sendToMain(channel, args, sender)
    return null
  }
  const { id, channel } = message
  try {
    return { kind: 'reply', id, ok: true, value: wire.encode(await invokeMain(channel, args, sender)) }
  } catch (error) {
    const text = `Error invoking remote method '${channel}': ${String(error)}`
    return { kind: 'reply', id, ok: false, value: wire.encode(text) }
  }
}

/** A message from main to a preload. Throws for what cannot be cloned. */
export const messageTo = (channel: string, args: unknown[]): ToPreload => ({
  kind: 'message',
  channel,
  args: wire.encode(args),
})
