import { defineStore } from 'pinia'
import * as v from 'valibot'
import { emptyDraft, ownIceServerDraftSchema, type OwnIceServerDraft } from '#shared/own-ice-server.ts'
import { languageNames, type LocaleCode } from '../i18n/index.ts'
import { useStored, useStoredText } from './stored.ts'

const themes = ['system', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]
const pictureKinds = ['text', 'motion'] as const
/** What is mostly shown; decides between sharp stills and smooth motion. */
export type PictureKind = (typeof pictureKinds)[number]

const locales = Object.keys(languageNames) as LocaleCode[]

/** What a person chose once and expects to find again; kept on this device only. */
export const usePreferencesStore = defineStore('preferences', () => ({
  theme: useStoredText<Theme>({ key: 'beckon.theme', schema: v.picklist(themes), fallback: 'system' }),
  /** Null follows the browser's language. */
  locale: useStoredText<LocaleCode | null>({
    key: 'beckon.locale',
    schema: v.picklist(locales),
    fallback: null,
  }),
  /** The name shown to a host when asking to join, as typed. */
  name: useStoredText<string>({ key: 'beckon.name', schema: v.string(), fallback: '' }),
  /** Whether this person has let somebody see the screen before; who has not, gets more time to think. */
  hasAccepted: useStored<boolean>({ key: 'beckon.has-accepted', schema: v.boolean(), fallback: false }),
  /** Whether the other side is to see no address of this device, at the price of a detour. */
  relayOnly: useStored<boolean>({ key: 'beckon.relay-only', schema: v.boolean(), fallback: false }),
  /** A STUN or TURN server of this person's own, as typed; parsed at each use. */
  ownServer: useStored<OwnIceServerDraft>({
    key: 'beckon.own-server',
    schema: ownIceServerDraftSchema,
    fallback: emptyDraft,
  }),
  /** Of the sound of what is watched, 0 to 1. */
  volume: useStored<number>({
    key: 'beckon.volume',
    schema: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
    fallback: 1,
  }),
  pictureKind: useStoredText<PictureKind>({
    key: 'beckon.picture-kind',
    schema: v.picklist(pictureKinds),
    fallback: 'text',
  }),
}))
