import type { GrantEnding, LocalGrant } from '#shared/protocol/grants.ts'
import type { ViewerControlSnapshot } from '../session/snapshots.ts'
import type { Text } from './use-text.ts'

/** Endings that the viewer brought about, and needs not be told. */
const own: ReadonlySet<GrantEnding> = new Set(['given-back', 'disconnected'])

/** How things stand for the viewer, as a sentence; null where there is nothing to say. */
export const viewerControlText = (
  { grant, availability }: ViewerControlSnapshot,
  { t }: Pick<Text, 't'>,
): string => {
  switch (grant.state) {
    case 'asked':
      return t(`control.viewer.asked.${grant.level}`)
    case 'raising':
      return t('control.viewer.asked.control')
    case 'pointing':
      return grant.reason ? endingText(grant.reason, { t }) : t('control.viewer.pointing')
    case 'controlling':
    case 'paused':
      return t(`control.viewer.${grant.state}`)
    case 'none':
      if (grant.reason && !own.has(grant.reason) && grant.reason !== 'unavailable')
        return endingText(grant.reason, { t })
      return availability.control ? t(`control.refusals.${availability.control}`) : t('control.viewer.none')
  }
}

const endingText = (ending: GrantEnding, { t }: Pick<Text, 't'>): string => t(`control.endings.${ending}`)

/** When it ends by itself, milliseconds since the epoch; null if it does not. */
export const endOf = (grant: LocalGrant): number | null => ('expiresAt' in grant ? grant.expiresAt : null)
