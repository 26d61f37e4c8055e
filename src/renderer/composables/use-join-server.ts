import { storeToRefs } from 'pinia'
import { watch, type Ref } from 'vue'
import { serverOrigin } from '../platform/server-origin.ts'
import { useDesktopSettingsStore } from '../stores/desktop-settings.ts'
import { useJoinStore } from '../stores/join.ts'

/** The server to join at, as typed. Until somebody has typed one, it is the hosted server of the settings. */
export const useJoinServer = (): Ref<string> => {
  const { server } = storeToRefs(useJoinStore())
  const settings = useDesktopSettingsStore()
  watch(
    () => settings.report,
    (report) => {
      const choice = report?.settings.server
      if (server.value === '' && choice?.kind === 'hosted') server.value = choice.url
    },
    { immediate: true },
  )
  return server
}

/** The server of a join link, which holds one before its code; null for anything else, such as a bare code. */
export const serverOfLink = (text: string): string | null =>
  /^https?:\/\/[^/]+\/join#/i.test(text.trim()) ? serverOrigin(text) : null
