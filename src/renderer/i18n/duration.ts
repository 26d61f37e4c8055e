const SECOND_MS = 1_000
const MINUTE_MS = 60 * SECOND_MS
const HOUR_MS = 60 * MINUTE_MS

const pad = (value: number, locale: string, minimumIntegerDigits: number): string =>
  new Intl.NumberFormat(locale, { minimumIntegerDigits, useGrouping: false }).format(value)

/** A running time as clocks show it, `m:ss` or `h:mm:ss`; negative times count as none. */
export const formatClock = (durationMs: number, locale: string): string => {
  const totalS = Math.max(0, Math.floor(durationMs / SECOND_MS))
  const hours = Math.floor(totalS / 3_600)
  const minutes = Math.floor(totalS / 60) % 60
  const seconds = pad(totalS % 60, locale, 2)
  return hours > 0
    ? `${pad(hours, locale, 1)}:${pad(minutes, locale, 2)}:${seconds}`
    : `${pad(minutes, locale, 1)}:${seconds}`
}

/** A time to wait in words, in the largest unit that fits, never less than what it stands for: `2 minutes`. */
export const formatWait = (durationMs: number, locale: string): string => {
  const [unit, unitMs] =
    durationMs >= HOUR_MS
      ? (['hour', HOUR_MS] as const)
      : durationMs >= MINUTE_MS
        ? (['minute', MINUTE_MS] as const)
        : (['second', SECOND_MS] as const)
  const value = Math.max(1, Math.ceil(durationMs / unitMs))
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(value)
}
