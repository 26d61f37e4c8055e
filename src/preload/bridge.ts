import type { IpcRenderer } from 'electron'
import type { Bridge } from '#shared/ipc/bridge.ts'
import { events, invokes, sends } from '#shared/ipc/contract.ts'

type Port = Pick<IpcRenderer, 'invoke' | 'send' | 'on' | 'off'>
type Listener = (payload: unknown) => void

const capitalize = (verb: string): string => verb.charAt(0).toUpperCase() + verb.slice(1)

/** Everything that the page can reach of Electron: a function for each channel of the contract, and nothing besides. */
export const createBridge = (ipc: Port): Bridge => {
  const bridge: Record<string, Record<string, unknown>> = {}

  const offer = (
    channels: object,
    nameOf: (verb: string) => string,
    create: (channel: string) => unknown,
  ) => {
    for (const channel of Object.keys(channels)) {
      const [feature = '', verb = ''] = channel.split(':')
      bridge[feature] = { ...bridge[feature], [nameOf(verb)]: create(channel) }
    }
  }
  const asItIs = (verb: string): string => verb

  offer(invokes, asItIs, (channel) => (payload: unknown) => ipc.invoke(channel, payload))
  offer(sends, asItIs, (channel) => (payload: unknown) => ipc.send(channel, payload))
  offer(
    events,
    (verb) => `on${capitalize(verb)}`,
    (channel) => (listener: Listener) => {
      // The event that comes first would hand the page the sender, and with it every other channel.
      const receive = (_event: unknown, payload: unknown): void => listener(payload)
      ipc.on(channel, receive)
      return () => void ipc.off(channel, receive)
    },
  )
  return bridge as unknown as Bridge
}
