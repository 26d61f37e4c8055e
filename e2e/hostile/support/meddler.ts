import type { RequestName } from '../../../src/shared/protocol/signaling.ts'
import type { Role } from '../../../src/shared/pairing/context.ts'

/** One app's connection, as the server holds it. */
export interface App {
  /** Known once it has opened a session or claimed a code. */
  readonly role: Role | null
  readonly memberId: string
  /** Everything it has asked for, in order. */
  readonly asked: readonly { readonly name: RequestName; readonly payload: unknown }[]
  /** The types of the signals it has sent so far. */
  readonly sentTypes: readonly string[]
  /** Says something to the app, in the form of a notice, true or not. */
  notify(name: string, ...payload: readonly unknown[]): void
  /** Hands the app a signal in the name of the member `from`. */
  signal(from: string, data: string): void
  /** Breaks the connection; the app comes back by itself. */
  cut(): void
}

/**
 * How a server that is not honest treats what passes through it. Whatever hook is left out, it does as the honest
 * server behind it does. The hooks give and take anything: nobody makes a hostile server keep to the protocol.
 */
export interface Meddler {
  /** The server's own answer to a request, which then goes no further; undefined passes it on. */
  readonly request?: (app: App, name: RequestName, payload: unknown) => unknown
  /** What to answer instead of what the honest server answered. */
  readonly answer?: (app: App, name: RequestName, answer: unknown) => unknown
  /** What to say in place of a notice: none, one or several of its kind. */
  readonly notice?: (app: App, name: string, payload: unknown) => readonly unknown[]
  /** What to answer to a member who asks for ICE servers. */
  readonly iceServers?: () => unknown
}

/** A signal as the server passes it on; `from` and `to` are members' ids. */
export interface RelayedSignal {
  readonly from: string
  readonly to: App
  readonly data: string
  /** `type` of the pairing message that it is; `sealed` for everything after pairing. */
  readonly type: string
}

/** Passes on other signals than it was given: any number of texts in place of each. */
export const relaying = (relay: (signal: RelayedSignal) => readonly string[]): Meddler => ({
  notice: (to, name, payload) => {
    if (name !== 'signal:received') return [payload]
    const { from, data } = payload as { readonly from: string; readonly data: string }
    const { type } = JSON.parse(data) as { readonly type: string }
    return relay({ from, to, data, type }).map((text) => ({ from, data: text }))
  },
})
