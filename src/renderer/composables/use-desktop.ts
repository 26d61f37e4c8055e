import { tryOnScopeDispose, useEventListener } from '@vueuse/core'
import { watch } from 'vue'
import { useRouter } from 'vue-router'
import { assertNever } from '#shared/assert-never.ts'
import type { Bridge } from '#shared/ipc/bridge.ts'
import { START_SHARING_EVENT } from '#shared/ipc/contract.ts'
import type { ShareCommand } from '#shared/ipc/share-status.ts'
import { usePlatform } from '../platform/injection.ts'
import { useJoinStore } from '../stores/join.ts'
import { usePreferencesStore } from '../stores/preferences.ts'
import { useShareStore } from '../stores/share.ts'
import { appStatus } from './app-status.ts'
import { useLocale } from './use-locale.ts'

/** Does what tray, notifications and links ask for. */
const useCommands = (desktop: Bridge): void => {
  const share = useShareStore()
  const join = useJoinStore()
  const router = useRouter()

  const carryOut = (command: ShareCommand): void => {
    switch (command.kind) {
      case 'pause':
        share.pause()
        return
      case 'resume':
        share.resume()
        return
      case 'stop':
        share.stop()
        return
      case 'renew-code':
        void share.renewCode()
        return
      case 'accept':
        share.accept(command.guestId)
        return
      case 'deny':
        share.deny(command.guestId)
        return
      case 'disconnect':
        share.disconnect(command.guestId)
        return
      default:
        assertNever(command)
    }
  }

  const isSharing = (): boolean => share.snapshot.kind !== 'idle' && share.snapshot.kind !== 'ended'
  const subscriptions = [
    desktop.share.onCommanded(carryOut),
    desktop.join.onDismissed(() => join.leave()),
    desktop.join.onLinked(({ fragment }) => void router.push({ name: 'join', hash: `#${fragment}` })),
    desktop.app.onNavigated(({ to }) => {
      // What a person looks for in the window while something is shared is that.
      void router.push({ name: to === 'home' && isSharing() ? 'share' : to })
    }),
  ]
  tryOnScopeDispose(() => {
    for (const unsubscribe of subscriptions) unsubscribe()
  })
  useEventListener(window, START_SHARING_EVENT, () => {
    if (share.snapshot.kind === 'open') void share.switchPicture()
    else if (!isSharing()) void share.start()
  })
}

/** Tells main what it has to know; the first status also says that this page listens. */
const usePublishing = (desktop: Bridge): void => {
  const share = useShareStore()
  const join = useJoinStore()
  const preferences = usePreferencesStore()
  const locale = useLocale()

  watch(
    [locale, () => preferences.theme],
    ([inUse, theme]) => desktop.preferences.publish({ locale: inUse, theme }),
    { immediate: true },
  )
  // Each snapshot counts, even if two come within one tick: main acts on what happened in between.
  watch(
    [() => share.snapshot, () => join.snapshot],
    ([host, viewer]) => desktop.status.publish(appStatus(host, viewer)),
    { immediate: true, flush: 'sync' },
  )
}

/** Joins the page to tray, notifications and links; nothing in a browser. */
export const useDesktop = (): void => {
  const { desktop } = usePlatform()
  if (!desktop) return
  useCommands(desktop)
  usePublishing(desktop)
}
