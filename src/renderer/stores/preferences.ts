import { useLocalStorage } from '@vueuse/core'
import { defineStore } from 'pinia'
import { emptyDraft, type OwnIceServerDraft } from '#shared/own-ice-server.ts'
import type { LocaleCode } from '../i18n/index.ts'

export type Theme = 'system' | 'light' | 'dark'
/** What is mostly shown; decides between sharp stills and smooth motion. */
export type PictureKind = 'text' | 'motion'

/** What a person chose once and expects to find again; kept on this device only. */
export const usePreferencesStore = defineStore('preferences', () => ({
  theme: useLocalStorage<Theme>('beckon.theme', 'system'),
  /** Null follows the browser's language. */
  locale: useLocalStorage<LocaleCode | null>('beckon.locale', null),
  /** The name shown to a host when asking to join. */
  name: useLocalStorage<string>('beckon.name', ''),
  /** Whether this person has let somebody see the screen before; who has not, gets more time to think. */
  hasAccepted: useLocalStorage<boolean>('beckon.has-accepted', false),
  /** Whether the other side is to see no address of this device, at the price of a detour. */
  relayOnly: useLocalStorage<boolean>('beckon.relay-only', false),
  /** A STUN or TURN server of this person's own, as typed; parsed at each use. */
  ownServer: useLocalStorage<OwnIceServerDraft>('beckon.own-server', emptyDraft),
  /** Of the sound of what is watched, 0 to 1. */
  volume: useLocalStorage<number>('beckon.volume', 1),
  pictureKind: useLocalStorage<PictureKind>('beckon.picture-kind', 'text'),
}))
