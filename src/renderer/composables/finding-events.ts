import { reconcile, type BothFindings, type FindingCode } from '#shared/doctor/findings.ts'

/** Something stands in the way of a connection, and was not known before. */
export interface FindingEvent {
  readonly kind: 'found'
  readonly code: FindingCode
  /** Which end found it. */
  readonly end: keyof BothFindings
}

/** What is new of what is shown; `before` is undefined where nothing was known. */
export const findingEvents = (before: BothFindings | undefined, after: BothFindings): FindingEvent[] => {
  const known = before && reconcile(before)
  const shown = reconcile(after)
  return (['here', 'there'] as const).flatMap((end) =>
    shown[end]
      .filter((code) => !known?.[end].includes(code))
      .map((code) => ({ kind: 'found', code, end }) as const),
  )
}
