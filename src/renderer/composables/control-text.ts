import type { GrantEnding, LocalGrant } from '#shared/protocol/grants.ts'
import type { ViewerControlSnapshot } from '../session/snapshots.ts'
import type { Text } from './use-text.ts'

/** Endings that the viewer brought about, and needs not be told. */
const own: ReadonlySet<GrantEnding> = new Set(['given-back', 'disconnected'])

/** `checking`: control is had, and the host takes nothing yet, for it looks whether the pointer lands where it is sent. */
export type ShownState = LocalGrant['state'] | 'checking'

export const shownState = ({ grant, pointer }: ViewerControlSnapshot): ShownState =>
  grant.state === 'controlling' && pointer.kind === 'unchecked' ? 'checking' : grant.state

/** How things stand for the viewer, in a sentence or two. */
export const viewerControlText = (control: ViewerControlSnapshot, { t }: Pick<Text, 't'>): string => {
  const { grant, availability } = control
  switch (grant.state) {
    case 'asked':
      return t(`control.viewer.asked.${grant.level}`)
    case 'raising':
      return t('control.viewer.asked.control')
    case 'pointing':
      return [...(grant.reason ? [endingText(grant.reason, { t })] : []), t('control.viewer.pointing')].join(
        ' ',
      )
    case 'controlling':
      return t(`control.viewer.${shownState(control) === 'checking' ? 'checking' : 'controlling'}`)
    case 'paused':
      return t('control.viewer.paused')
    case 'none':
      // Where it still cannot be had, that says why.
      if (grant.reason === 'unavailable' && availability.control)
        return t(`control.refusals.${availability.control}`)
      if (grant.reason && !own.has(grant.reason)) return endingText(grant.reason, { t })
      return availability.control ? t(`control.refusals.${availability.control}`) : t('control.viewer.none')
  }
}

const endingText = (ending: GrantEnding, { t }: Pick<Text, 't'>): string => t(`control.endings.${ending}`)

/** When it ends by itself, milliseconds since the epoch; null if it does not. */
export const endOf = (grant: LocalGrant): number | null => ('expiresAt' in grant ? grant.expiresAt : null)
