import type { FindingEvent } from './finding-events.ts'
import type { Text } from './use-text.ts'

/** What stands in the way, and what to do about it, as it is shown. */
export const findingText = ({ code, end }: FindingEvent, { t }: Pick<Text, 't'>): string => {
  const finding = `doctor.findings.${code}` as const
  return end === 'here'
    ? `${t(`${finding}.here`)} ${t(`${finding}.action`)}`
    : `${t(`${finding}.there`)} ${t(`${finding}.thereAction`)}`
}
