import { watch } from 'vue'
import { assertNever } from '#shared/assert-never.ts'
import { useJoinStore } from '../stores/join.ts'
import { useShareStore } from '../stores/share.ts'
import { findingText } from './finding-text.ts'
import { hostEvents, type HostEvent } from './host-events.ts'
import { noticeText } from './notice-text.ts'
import { useAnnouncer } from './use-announcer.ts'
import { useText } from './use-text.ts'
import { viewerEvents } from './viewer-events.ts'

/** Says what happens in both sessions to screen readers, wherever in the app the person is. */
export const useAnnouncements = (): void => {
  const share = useShareStore()
  const join = useJoinStore()
  const { announce } = useAnnouncer()
  const text = useText()
  const { t, person } = text

  const sayHostEvent = (event: HostEvent): void => {
    switch (event.kind) {
      case 'notice':
        announce(noticeText(event.notice, text))
        break
      case 'asked':
        announce(t('announce.asked', { name: person(event.name) }), 'assertive')
        break
      case 'asksPoint':
      case 'asksControl':
      case 'controls':
        announce(t(`announce.${event.kind}`, { name: person(event.name) }), 'assertive')
        break
      case 'found':
        announce(t('announce.found', { name: person(event.name), finding: findingText(event, text) }))
        break
      case 'points':
      case 'controlEnded':
      case 'pointingEnded':
      case 'joined':
      case 'interrupted':
      case 'gone':
        announce(t(`announce.${event.kind}`, { name: person(event.name) }))
        break
      case 'sharing':
      case 'paused':
      case 'resumed':
      case 'newCode':
      case 'codeExpired':
      case 'serverLost':
      case 'serverBack':
      case 'stopped':
        announce(t(`announce.${event.kind}`))
        break
      default:
        assertNever(event)
    }
  }

  // Each snapshot counts, even if two come within one tick, hence no batching.
  watch(
    () => share.snapshot,
    (after, before) => hostEvents(before, after).forEach(sayHostEvent),
    { flush: 'sync' },
  )
  watch(
    () => join.snapshot,
    (after, before) => {
      for (const event of viewerEvents(before, after)) {
        if (event.kind === 'step') announce(t(`progress.${event.step}`))
        else if (event.kind === 'found') announce(findingText(event, text))
        else announce(t(`announce.${event.kind}`), event.kind === 'reconnecting' ? 'assertive' : 'polite')
      }
    },
    { flush: 'sync' },
  )
}
