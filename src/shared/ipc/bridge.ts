import type * as v from 'valibot'
import type { Result } from '../result.ts'
import type { events, invokes, sends } from './contract.ts'

/** Everything about channels that follows from the contract, down to the type of `window.beckon`. */

export type InvokeChannel = keyof typeof invokes
export type SendChannel = keyof typeof sends
export type EventChannel = keyof typeof events

/** A payload as the receiving side has it, parsed. */
export type Payload<C extends InvokeChannel | SendChannel | EventChannel> = v.InferOutput<
  (typeof invokes & typeof sends & typeof events)[C]['payload']
>
/** A payload as the sending side may write it. */
export type PayloadInput<C extends InvokeChannel | SendChannel | EventChannel> = v.InferInput<
  (typeof invokes & typeof sends & typeof events)[C]['payload']
>
export type Reply<C extends InvokeChannel> = v.InferOutput<(typeof invokes)[C]['reply']>

/** No argument at all where the payload is nothing. */
export type Arguments<T> = undefined extends T ? [] : [payload: T]

type Channel = InvokeChannel | SendChannel | EventChannel
type FeatureOf<C extends Channel> = C extends `${infer Feature}:${string}` ? Feature : never
type VerbOf<C extends Channel, Feature extends string> = C extends `${Feature}:${infer Verb}` ? Verb : never

type FeatureBridge<Feature extends string> = {
  readonly [Verb in VerbOf<InvokeChannel, Feature>]: (
    ...payload: Arguments<PayloadInput<`${Feature}:${Verb}` & InvokeChannel>>
  ) => Promise<Result<Reply<`${Feature}:${Verb}` & InvokeChannel>>>
} & {
  readonly [Verb in VerbOf<SendChannel, Feature>]: (
    ...payload: Arguments<PayloadInput<`${Feature}:${Verb}` & SendChannel>>
  ) => void
} & {
  /** Returns the function that ends the subscription. */
  readonly [Verb in VerbOf<EventChannel, Feature> as ListenerName<Verb>]: (
    listener: (...payload: Arguments<Payload<`${Feature}:${Verb}` & EventChannel>>) => void,
  ) => () => void
}

export type ListenerName<Verb extends string> = `on${Capitalize<Verb>}`

/** `window.beckon` in the desktop app: `capture.list(…)`, `status.publish(…)`, `share.onCommanded(…)`. */
export type Bridge = { readonly [Feature in FeatureOf<Channel>]: FeatureBridge<Feature> }
