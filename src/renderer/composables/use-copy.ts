import { useTimeoutFn } from '@vueuse/core'
import { readonly, ref, type DeepReadonly, type Ref } from 'vue'
import { usePlatform } from '../platform/injection.ts'
import { useAnnouncer } from './use-announcer.ts'
import { useText } from './use-text.ts'

export type CopyState = 'idle' | 'copied' | 'failed'

/** How long "Copied" stays in place of the button's own words. */
const SHOWN_MS = 2_500

/** Copies text, and says for a moment that it did; a failure stays until the next try. */
export const useCopy = (): {
  readonly state: DeepReadonly<Ref<CopyState>>
  readonly copy: (text: string) => Promise<void>
} => {
  const platform = usePlatform()
  const { announce } = useAnnouncer()
  const { t } = useText()
  const state = ref<CopyState>('idle')
  const { start: scheduleIdle, stop: keep } = useTimeoutFn(() => (state.value = 'idle'), SHOWN_MS, {
    immediate: false,
  })

  const copy = async (text: string): Promise<void> => {
    keep()
    try {
      await platform.copyText(text)
    } catch {
      // Denied permission or an insecure page: the code is on screen, so the person can go on without a clipboard.
      state.value = 'failed'
      announce(t('code.copyFailed'))
      return
    }
    state.value = 'copied'
    announce(t('announce.copied'))
    scheduleIdle()
  }

  return { state: readonly(state), copy }
}
