import { useTimestamp } from '@vueuse/core'
import { computed, toValue, type ComputedRef, type MaybeRefOrGetter } from 'vue'
import type { BrakeSnapshot } from '../session/host/accept-brake.ts'

/** Short, for the last second must not show on after it is over. */
const TICK_MS = 200
const SECOND_MS = 1_000

/** Whole seconds until a request may be accepted, rounded up; 0 when it may. */
export const useSecondsLeft = (brake: MaybeRefOrGetter<BrakeSnapshot>): ComputedRef<number> => {
  const now = useTimestamp({ interval: TICK_MS })
  return computed(() => {
    const state = toValue(brake)
    switch (state.kind) {
      case 'open':
        return 0
      case 'held':
        return Math.ceil(state.remainingMs / SECOND_MS)
      case 'running':
        // Never 0: that is for the session to say.
        return Math.max(1, Math.ceil((state.opensAt - now.value) / SECOND_MS))
    }
  })
}
