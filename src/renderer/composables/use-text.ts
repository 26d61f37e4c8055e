import type { ComputedRef } from 'vue'
import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import { formatClock, formatWait } from '../i18n/duration.ts'
import type { MessageKey } from '../i18n/index.ts'

export type Named = Readonly<Record<string, string | number>>

export interface Text {
  readonly locale: ComputedRef<string>
  /** The text for a key; `plural` picks the form where the language has several, and is its `{count}`. */
  readonly t: (key: MessageKey, named?: Named, plural?: number) => string
  /** How to speak of somebody by the name they gave, which may be none. */
  readonly person: (name: string) => string
  /** A whole number as the language writes it. */
  readonly number: (value: number) => string
  /** A running time, `m:ss`. */
  readonly clock: (durationMs: number) => string
  /** A time to wait, in words. */
  readonly wait: (durationMs: number) => string
}

/** The texts of the interface in the language of the moment; keys are checked by the compiler. */
export const useText = (): Text => {
  const { t, locale } = useI18n()
  return {
    locale: computed(() => locale.value),
    t: (key, named = {}, plural) =>
      plural === undefined ? t(key, named) : t(key, { count: plural, ...named }, plural),
    person: (name) => (name ? t('common.person', { name }) : t('common.nameless')),
    number: (value) => new Intl.NumberFormat(locale.value).format(value),
    clock: (durationMs) => formatClock(durationMs, locale.value),
    wait: (durationMs) => formatWait(durationMs, locale.value),
  }
}
