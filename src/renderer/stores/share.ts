import { useEventListener } from '@vueuse/core'
import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { usePlatform } from '../platform/injection.ts'
import { createHostDeps } from '../session/browser-deps.ts'
import { HostSession } from '../session/host-session.ts'
import type { HostSnapshot } from '../session/snapshots.ts'
import { usePreferencesStore } from './preferences.ts'

/** The host's side for the views: the session's snapshot, and what a person can do about it. */
export const useShareStore = defineStore('share', () => {
  const platform = usePlatform()
  const preferences = usePreferencesStore()
  const snapshot = shallowRef<HostSnapshot>({ kind: 'idle' })
  let session: HostSession | null = null
  let isOpeningServer = false

  const guests = computed(() => (snapshot.value.kind === 'open' ? snapshot.value.guests : []))
  /** Viewers who proved the code and await the person's answer, oldest first. */
  const waiting = computed(() => guests.value.filter((guest) => guest.state === 'waiting'))
  /** Viewers who were accepted. */
  const watching = computed(() => guests.value.filter((guest) => guest.state !== 'waiting'))

  /** Call it directly in a click: the browser lets nothing else start a capture. */
  const start = async (): Promise<void> => {
    if (isOpeningServer) return
    session?.stop()
    isOpeningServer = true
    const opening = platform.openServer()
    // Waited for only where there is something to wait for: some browsers forget the click over an await.
    const server = opening instanceof Promise ? await opening : opening
    isOpeningServer = false
    if (!server.ok) {
      session = null
      snapshot.value = { kind: 'ended', failure: server.error }
      return
    }
    const started = new HostSession(createHostDeps(server.value, platform.desktop), preferences.pictureKind)
    session = started
    started.on('changed', (changed) => {
      if (session === started) snapshot.value = changed
    })
    await started.start()
  }

  const stop = (): void => session?.stop()
  // Viewers learn at once, instead of by silence, that the page is closed or reloaded.
  useEventListener(window, 'pagehide', stop)

  /** Back to `idle` after the end, so that the home view is fresh. */
  const reset = (): void => {
    stop()
    session = null
    snapshot.value = { kind: 'idle' }
  }

  return {
    snapshot,
    waiting,
    watching,
    start,
    stop,
    reset,
    /** Like `start`, call it directly in a click. */
    switchPicture: async (): Promise<void> => session?.switchPicture(),
    pause: (): void => session?.pause(),
    resume: (): void => session?.resume(),
    renewCode: async (): Promise<void> => session?.renewCode(),
    accept: (guestId: string): void => session?.accept(guestId),
    deny: (guestId: string): void => session?.deny(guestId),
    disconnect: (guestId: string): void => session?.disconnect(guestId),
    dismissNotice: (): void => session?.dismissNotice(),
  }
})
