import { computed, watchEffect, type WritableComputedRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { resolveLocale, type LocaleCode } from '../i18n/index.ts'
import { usePreferencesStore } from '../stores/preferences.ts'

/** The language of the interface: reads as the one in use, writes as a person's choice. */
export const useLocale = (): WritableComputedRef<LocaleCode> => {
  const preferences = usePreferencesStore()
  return computed({
    get: () => resolveLocale(preferences.locale, navigator.languages),
    set: (chosen) => {
      preferences.locale = chosen
    },
  })
}

/** Keeps texts and `<html lang>` at the language in use. */
export const useAppliedLocale = (): void => {
  const { locale } = useI18n()
  const inUse = useLocale()
  watchEffect(() => {
    locale.value = inUse.value
    document.documentElement.lang = inUse.value
  })
}
