import { computed, type ComputedRef } from 'vue'
import { useDesktopSettingsStore } from '../stores/desktop-settings.ts'
import { describeAccelerator } from './accelerator.ts'
import { isApple } from './is-apple.ts'

/** The keys that stop sharing, and control with it, from anywhere; null where there are none. */
export const useStopShortcut = (): ComputedRef<string | null> => {
  const desktop = useDesktopSettingsStore()
  return computed(() => {
    const { report } = desktop
    if (!report || report.shortcutRefused || report.settings.stopShortcut === null) return null
    return describeAccelerator(report.settings.stopShortcut, isApple())
  })
}
