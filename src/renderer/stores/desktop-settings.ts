import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { SettingsChange, SettingsReport } from '#shared/ipc/settings.ts'
import type { Result } from '#shared/result.ts'
import { usePlatform } from '../platform/injection.ts'

/** The settings that main keeps; empty in a browser, which has none of them. */
export const useDesktopSettingsStore = defineStore('desktop-settings', () => {
  const { desktop } = usePlatform()
  const report = shallowRef<SettingsReport | null>(null)

  const load = async (): Promise<void> => {
    const read = await desktop?.settings.get()
    if (read?.ok) report.value = read.value
  }
  desktop?.settings.onChanged((changed) => (report.value = changed))
  void load()

  /** Applies a change; `not-allowed` when the system refuses it. */
  const change = async (wanted: SettingsChange): Promise<Result<void> | null> => {
    const changed = await desktop?.settings.change(wanted)
    if (!changed) return null
    if (changed.ok) report.value = changed.value
    return changed.ok ? { ok: true, value: undefined } : changed
  }

  return { report, change }
})
