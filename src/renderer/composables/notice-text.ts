import { assertNever } from '#shared/assert-never.ts'
import type { ErrorCode } from '#shared/errors.ts'
import type { HostNotice } from '../session/snapshots.ts'
import type { Text } from './use-text.ts'

/** A notice as a sentence. */
export const noticeText = (notice: HostNotice, { t, person }: Pick<Text, 't' | 'person'>): string => {
  switch (notice.kind) {
    case 'wrong-code':
      return t('notices.wrong-code', {}, notice.triesLeft)
    case 'code-burnt':
    case 'join-failed':
    case 'not-switched':
      return t(`notices.${notice.kind}`)
    case 'guest-lost':
      return notice.failure.code === 'tampered'
        ? t('notices.tampered')
        : t('notices.guest-lost', { name: person(notice.name) })
    default:
      return assertNever(notice)
  }
}

/** The stable code of what a notice is about. */
export const noticeCode = (notice: HostNotice): ErrorCode =>
  'failure' in notice ? notice.failure.code : 'secret-mismatch'
