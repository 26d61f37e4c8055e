import { useEventListener } from '@vueuse/core'
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { failure } from '#shared/errors.ts'
import type { ControlLevel } from '#shared/protocol/grants.ts'
import { err, type Result } from '#shared/result.ts'
import { usePlatform } from '../platform/injection.ts'
import { createHostDeps } from '../session/browser-deps.ts'
import { HostSession } from '../session/host/host-session.ts'
import { pairingWarmUp } from '../session/pairing-warm-up.ts'
import type { AdmittedGuest, HostSnapshot, WaitingGuest } from '../session/snapshots.ts'
import { withPointer, withPointing, type PointerMarks } from './pointers.ts'
import { usePreferencesStore } from './preferences.ts'

/** The host's side for the views: the session's snapshot, and what a person can do about it. */
export const useShareStore = defineStore('share', () => {
  const platform = usePlatform()
  const preferences = usePreferencesStore()
  const snapshot = shallowRef<HostSnapshot>({ kind: 'idle' })
  /** Where viewers point that may. */
  const pointers = shallowRef<PointerMarks>(new Map())
  let session: HostSession | null = null
  /** Set while the server is made ready; called off by whoever stops meanwhile. */
  let opening: { isOff: boolean } | null = null
  /** A stranger was turned away, and what to do now has not been read yet. */
  const isStrangerDenied = ref(false)

  /** Whether the app's window is on the screen; in a browser the page knows by itself. */
  const isWindowShown = ref(true)
  platform.desktop?.app.onShown(({ isShown }) => (isWindowShown.value = isShown))

  const guests = computed(() => (snapshot.value.kind === 'open' ? snapshot.value.guests : []))
  /** Viewers who proved the code and await the person's answer, oldest first. */
  const waiting = computed(() =>
    guests.value.filter((guest): guest is WaitingGuest => guest.state === 'waiting'),
  )
  /** Viewers who were accepted. */
  const watching = computed(() =>
    guests.value.filter((guest): guest is AdmittedGuest => guest.state !== 'waiting'),
  )

  const pointing = computed(() =>
    guests.value.flatMap(({ id, grant }) =>
      grant.state === 'pointing' || grant.state === 'raising' ? [id] : [],
    ),
  )

  /** The server's origin, at once or later; null if the person stops before it is there. */
  const openServer = (): Result<string> | Promise<Result<string> | null> => {
    const server = platform.openServer()
    if (!(server instanceof Promise)) return server
    const attempt = { isOff: false }
    opening = attempt
    snapshot.value = { kind: 'choosing' }
    return server
      .catch((cause: unknown) => err(failure('internal', { cause })))
      .then((opened) => {
        if (attempt.isOff) return null
        opening = null
        return opened
      })
  }

  /** Call it directly in a click: the browser lets nothing else start a capture. */
  const start = async (): Promise<void> => {
    if (opening) return
    session?.stop()
    session = null
    const server = openServer()
    // Waited for only where there is something to wait for: some browsers forget the click over an await.
    const opened = server instanceof Promise ? await server : server
    if (!opened) return
    if (!opened.ok) {
      snapshot.value = { kind: 'ended', failure: opened.error }
      return
    }
    const started = new HostSession(
      createHostDeps(
        {
          serverUrl: opened.value,
          relayOnly: () => preferences.relayOnly,
          ownServer: () => preferences.ownServer,
        },
        platform.desktop,
      ),
      {
        kind: preferences.pictureKind,
        isExperienced: () => preferences.hasAccepted,
      },
    )
    session = started
    isStrangerDenied.value = false
    started.on('accepted', () => (preferences.hasAccepted = true))
    started.on('changed', (changed) => {
      if (session !== started) return
      snapshot.value = changed
      pointers.value = withPointing(pointers.value, pointing.value)
    })
    pointers.value = new Map()
    started.on('pointed', (guestId, input) => {
      if (session === started) pointers.value = withPointer(pointers.value, guestId, input)
    })
    const running = started.start()
    // A code is read aloud before anybody proves it.
    pairingWarmUp.start()
    await running
  }

  const stop = (): void => {
    if (opening) {
      opening.isOff = true
      opening = null
      snapshot.value = { kind: 'ended', failure: null }
    }
    session?.stop()
  }
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
    pointers,
    offerControl: (guestId: string, level: ControlLevel): void => session?.control.offer(guestId, level),
    answerControl: (guestId: string, isAllowed: boolean): void => session?.control.answer(guestId, isAllowed),
    extendControl: (guestId: string): void => session?.control.extend(guestId),
    /** macOS: where the system is told that this app may use mouse and keyboard. */
    openControlSettings: (): void => void platform.desktop?.control.openSettings(),
    revokeControl: (guestId: string): void => session?.control.revoke(guestId),
    pause: (): void => session?.pause(),
    resume: (): void => session?.resume(),
    mute: (isMuted: boolean): void => session?.mute(isMuted),
    renewCode: async (): Promise<void> => session?.renewCode(),
    isStrangerDenied,
    isWindowShown,
    attend: (guestId: string, isSeen: boolean): void => session?.attend(guestId, isSeen),
    takeCare: (guestId: string): void => session?.takeCare(guestId),
    denyStranger: (guestId: string): void => {
      session?.denyStranger(guestId)
      isStrangerDenied.value = true
    },
    accept: (guestId: string): void => session?.accept(guestId),
    deny: (guestId: string): void => session?.deny(guestId),
    disconnect: (guestId: string): void => session?.disconnect(guestId),
    dismissNotice: (): void => session?.dismissNotice(),
  }
})
