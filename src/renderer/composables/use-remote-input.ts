import { tryOnScopeDispose } from '@vueuse/core'
import { nextTick, ref, watch, type ShallowRef } from 'vue'
import type { LocalGrant } from '#shared/protocol/grants.ts'
import { RemoteInput, type Catch } from '../input/remote-input.ts'
import type { SystemKeys } from '../input/system-keys.ts'
import { browserClock } from '../session/browser-clock.ts'
import { useJoinStore } from '../stores/join.ts'
import { isApple } from './is-apple.ts'

/** https://wicg.github.io/keyboard-lock/, which Chromium alone has. */
interface KeyboardLock {
  lock(): Promise<void>
  unlock(): void
}

export interface RemoteInputParts {
  readonly video: Readonly<ShallowRef<HTMLVideoElement | null>>
  readonly field: Readonly<ShallowRef<HTMLTextAreaElement | null>>
  /** What the host has granted. */
  readonly grant: () => LocalGrant
  readonly isFullscreen: () => boolean
  /** The person wants their keyboard back: puts the focus elsewhere. */
  readonly onEscape: () => void
}

const catchFor: Readonly<Record<LocalGrant['state'], Catch>> = {
  none: 'nothing',
  asked: 'nothing',
  pointing: 'pointer',
  raising: 'pointer',
  controlling: 'everything',
  // The host's person has finished in a moment; keys that are held until then must still be let go.
  paused: 'everything',
}

/** Sends what happens on the shared picture to its host, as far as that has been granted. */
export const useRemoteInput = ({ video, field, grant, isFullscreen, onEscape }: RemoteInputParts) => {
  const join = useJoinStore()
  let input: RemoteInput | null = null
  const composing = ref('')

  watch(
    [video, field],
    ([picture, keys]) => {
      input?.close()
      input =
        picture && keys
          ? new RemoteInput({
              video: picture,
              field: keys,
              clock: browserClock,
              isMac: isApple(),
              send: (draft) => join.sendInput(draft),
              onEscape,
              onComposing: (text) => (composing.value = text),
            })
          : null
    },
    { immediate: true, flush: 'post' },
  )
  watch(
    () => catchFor[grant().state],
    async (catches, before) => {
      await nextTick()
      if (!input) return
      input.catches = catches
      // Whoever asked for control means to use it. A field that the person is in is left alone.
      const { activeElement } = document
      const isFree =
        !(activeElement instanceof HTMLInputElement || activeElement instanceof HTMLTextAreaElement) &&
        // It would bring up an on-screen keyboard, which covers half the picture.
        !matchMedia('(pointer: coarse)').matches
      if (catches === 'everything' && before !== 'everything' && isFree) input.focus()
    },
    { immediate: true, flush: 'post' },
  )
  // With it, Alt+Tab and the like reach the page while it fills the screen.
  watch(
    () => isFullscreen() && catchFor[grant().state] === 'everything',
    (wanted) => {
      const { keyboard } = navigator as { readonly keyboard?: KeyboardLock }
      // Refused where the page may not: then the menu of system keys is left.
      if (wanted) keyboard?.lock().catch(() => undefined)
      else keyboard?.unlock()
    },
  )
  tryOnScopeDispose(() => input?.close())

  return {
    /** What an input method is putting together. */
    composing,
    focus: (): void => input?.focus(),
    pressSystemKeys: (name: SystemKeys): void => input?.pressSystemKeys(name),
  }
}
