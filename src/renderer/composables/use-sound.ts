import { computed, ref, watchEffect, type ComputedRef, type ShallowRef, type WritableComputedRef } from 'vue'
import { usePreferencesStore } from '../stores/preferences.ts'

export interface Sound {
  /** Nothing is heard: the person has muted it, or the browser plays nothing before a click. */
  readonly isSilent: ComputedRef<boolean>
  /** 0 to 1. */
  readonly volume: WritableComputedRef<number>
  /** Mutes it, or plays it; call it directly in a click. */
  readonly toggle: () => void
}

/** Plays a stream in an `<audio>`: at once where the browser lets pages do that, else from the first click on. */
export const useSound = (
  audio: Readonly<ShallowRef<HTMLAudioElement | null>>,
  stream: () => MediaStream,
): Sound => {
  const preferences = usePreferencesStore()
  const isMuted = ref(false)
  const isBlocked = ref(false)

  const play = async (): Promise<void> => {
    try {
      await audio.value?.play()
      isBlocked.value = false
    } catch (cause) {
      // Anything else means that the stream was replaced, or the page left, meanwhile.
      if (cause instanceof DOMException && cause.name === 'NotAllowedError') isBlocked.value = true
    }
  }

  const volume = computed({
    // Stored by hand, it could be anything; an element throws at most of that.
    get: () => (Number.isFinite(preferences.volume) ? Math.min(1, Math.max(0, preferences.volume)) : 1),
    set: (wanted) => {
      preferences.volume = wanted
      isMuted.value = false
    },
  })

  watchEffect(
    () => {
      if (!audio.value) return
      audio.value.srcObject = stream()
      void play()
    },
    { flush: 'post' },
  )
  watchEffect(
    () => {
      if (!audio.value) return
      audio.value.muted = isMuted.value
      audio.value.volume = volume.value
    },
    { flush: 'post' },
  )

  return {
    isSilent: computed(() => isMuted.value || isBlocked.value || volume.value === 0),
    volume,
    toggle: () => {
      if (isBlocked.value) void play()
      else if (volume.value === 0) volume.value = 1
      else isMuted.value = !isMuted.value
    },
  }
}
