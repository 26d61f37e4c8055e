import { useIntervalFn } from '@vueuse/core'
import { computed, ref, toValue, type ComputedRef, type MaybeRefOrGetter, type Ref } from 'vue'

const TICK_MS = 1_000
/** From here on a countdown is worth a warning. */
const LAST_MINUTE_MS = 60_000

/** The time on this machine, milliseconds since the epoch, fresh each second. */
const useNow = (): Ref<number> => {
  const now = ref(Date.now())
  useIntervalFn(() => (now.value = Date.now()), TICK_MS)
  return now
}

/** Milliseconds that have gone by since a moment, never negative. */
export const useElapsed = (sinceMs: MaybeRefOrGetter<number>): ComputedRef<number> => {
  const now = useNow()
  return computed(() => Math.max(0, now.value - toValue(sinceMs)))
}

export interface Countdown {
  /** Milliseconds to go, never negative. */
  readonly remainingMs: ComputedRef<number>
  readonly isLastMinute: ComputedRef<boolean>
}

/** Counts down to a moment, milliseconds since the epoch. */
export const useCountdown = (untilMs: MaybeRefOrGetter<number>): Countdown => {
  const now = useNow()
  const remainingMs = computed(() => Math.max(0, toValue(untilMs) - now.value))
  return { remainingMs, isLastMinute: computed(() => remainingMs.value <= LAST_MINUTE_MS) }
}
