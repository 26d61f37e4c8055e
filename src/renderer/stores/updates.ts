import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { UpdateStatus } from '#shared/ipc/update-status.ts'
import { usePlatform } from '../platform/injection.ts'

/** How far the desktop app has come in bringing itself up to date; never anything in a browser. */
export const useUpdatesStore = defineStore('updates', () => {
  const { desktop } = usePlatform()
  const status = shallowRef<UpdateStatus>({ kind: 'unavailable' })

  const load = async (): Promise<void> => {
    const read = await desktop?.update.get()
    if (read?.ok) status.value = read.value
  }
  desktop?.update.onChanged((changed) => (status.value = changed))
  void load()

  return {
    status,
    check: (): void => void desktop?.update.check(),
    install: (): void => void desktop?.update.install(),
  }
})
