import { useEventListener, useLocalStorage } from '@vueuse/core'
import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import { parseCode } from '#shared/code.ts'
import { failure } from '#shared/errors.ts'
import { TriesByRoom } from '#shared/pairing/tries.ts'
import type { ControlLevel } from '#shared/protocol/grants.ts'
import type { InputDraft } from '#shared/protocol/input.ts'
import { cleanName } from '#shared/protocol/person-name.ts'
import { usePlatform } from '../platform/injection.ts'
import { serverOrigin } from '../platform/server-origin.ts'
import { browserClock } from '../session/browser-clock.ts'
import { createBrowserDeps } from '../session/browser-deps.ts'
import type { SessionDeps } from '../session/deps.ts'
import { JoinPreparation } from '../session/viewer/join-preparation.ts'
import { pairingWarmUp } from '../session/pairing-warm-up.ts'
import type { ViewerSnapshot } from '../session/snapshots.ts'
import { ViewerSession } from '../session/viewer/viewer-session.ts'
import { usePreferencesStore } from './preferences.ts'

/** The viewer's side for the views. */
export const useJoinStore = defineStore('join', () => {
  const platform = usePlatform()
  const preferences = usePreferencesStore()
  const snapshot = shallowRef<ViewerSnapshot>({ kind: 'idle' })
  /** Where to join, as a person may type it; the page's own server, where it comes from one. */
  const server =
    platform.origin === null ? useLocalStorage<string>('beckon.join-server', '') : ref(platform.origin)
  let session: ViewerSession | null = null

  /** What is ready for the next session, and at which server. */
  let ahead: { readonly serverUrl: string; readonly preparation: JoinPreparation } | null = null

  /** For as long as this page lives, whatever the server says meanwhile. */
  const tries = new TriesByRoom(() => browserClock.now())

  const depsFor = (serverUrl: string): SessionDeps =>
    createBrowserDeps({
      serverUrl,
      relayOnly: () => preferences.relayOnly,
      ownServer: () => preferences.ownServer,
    })

  /** Nobody is about to join any more. */
  const standDown = (): void => {
    ahead?.preparation.discard()
    ahead = null
  }

  /** Somebody is about to join: what takes time and needs no code begins. Call it again while that is so. */
  const prepare = (): void => {
    pairingWarmUp.start()
    const serverUrl = serverOrigin(server.value)
    if (serverUrl !== ahead?.serverUrl) standDown()
    if (serverUrl === null) return
    ahead ??= { serverUrl, preparation: new JoinPreparation(depsFor(serverUrl)) }
    ahead.preparation.start()
  }

  /** Joins with the code as typed; what goes wrong, even a code that cannot be one, ends up in `snapshot`. */
  const join = async (typedCode: string, typedName: string): Promise<void> => {
    session?.leave()
    session = null
    const code = parseCode(typedCode)
    if (!code.ok) {
      snapshot.value = { kind: 'ended', failure: code.error, watched: false }
      return
    }
    const serverUrl = serverOrigin(server.value)
    if (serverUrl === null) {
      snapshot.value = { kind: 'ended', failure: failure('server-unreachable'), watched: false }
      return
    }
    const name = cleanName(typedName)
    pairingWarmUp.stop()
    const deps = depsFor(serverUrl)
    const prepared = ahead?.serverUrl === serverUrl ? ahead.preparation.take(deps) : deps
    const joined = new ViewerSession(prepared, { name, app: platform.app }, tries)
    session = joined
    joined.on('changed', (changed) => {
      if (session === joined) snapshot.value = changed
    })
    await joined.join(code.value)
  }

  /** Leaves, or gives up joining. */
  const leave = (): void => session?.leave()
  useEventListener(window, 'pagehide', () => {
    standDown()
    leave()
  })

  /** Back to `idle` after the end. */
  const reset = (): void => {
    leave()
    session = null
    snapshot.value = { kind: 'idle' }
  }

  return {
    snapshot,
    server,
    prepare,
    standDown,
    join,
    leave,
    reset,
    /** Asks the host's person for more than watching. */
    askForControl: (level: ControlLevel): void => session?.control?.request(level),
    giveBackControl: (): void => session?.control?.giveBack(),
    /** What mouse or keyboard do on the picture. */
    sendInput: (draft: InputDraft): void => session?.control?.send(draft),
  }
})
