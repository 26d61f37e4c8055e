import { readonly, shallowReactive, type DeepReadonly, type InjectionKey } from 'vue'
import { injectRequired } from './inject-required.ts'

/** `assertive` interrupts what a screen reader is saying: only for what waits for an answer or breaks the session. */
export type Urgency = 'polite' | 'assertive'

export interface Utterance {
  /** Unique: the same words said twice are two utterances, and both are heard. */
  readonly id: number
  readonly text: string
}

export interface Announcer {
  readonly spoken: DeepReadonly<Record<Urgency, readonly Utterance[]>>
  readonly announce: (text: string, urgency?: Urgency) => void
}

/** Old utterances stay a while, so that state changes in one breath are all read, with what both ends find in the way. */
const KEPT = 6

/** Says state changes to screen readers, each once, through the two live regions of `LiveRegions.vue`. */
export const createAnnouncer = (): Announcer => {
  const spoken = shallowReactive<Record<Urgency, readonly Utterance[]>>({ polite: [], assertive: [] })
  let lastId = 0
  return {
    spoken: readonly(spoken),
    announce: (text, urgency = 'polite') => {
      lastId += 1
      spoken[urgency] = [...spoken[urgency], { id: lastId, text }].slice(-KEPT)
    },
  }
}

export const announcerKey: InjectionKey<Announcer> = Symbol('announcer')

export const useAnnouncer = (): Announcer => injectRequired(announcerKey)
