import { watchEffect } from 'vue'
import { usePreferencesStore } from '../stores/preferences.ts'

/** Puts the chosen theme on `<html data-theme>`; without one the page follows `prefers-color-scheme`. */
export const useAppliedTheme = (): void => {
  const preferences = usePreferencesStore()
  watchEffect(() => {
    const { dataset } = document.documentElement
    if (preferences.theme === 'light' || preferences.theme === 'dark') dataset.theme = preferences.theme
    else delete dataset.theme
  })
}
