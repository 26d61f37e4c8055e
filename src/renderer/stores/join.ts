import { useEventListener } from '@vueuse/core'
import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { parseCode } from '#shared/code.ts'
import { TriesByRoom } from '#shared/pairing/tries.ts'
import { MAX_NAME_LENGTH } from '#shared/protocol/peer-messages.ts'
import { usePlatform } from '../platform/injection.ts'
import { createBrowserDeps } from '../session/browser-deps.ts'
import type { ViewerSnapshot } from '../session/snapshots.ts'
import { ViewerSession } from '../session/viewer-session.ts'

/** The viewer's side for the views. */
export const useJoinStore = defineStore('join', () => {
  const platform = usePlatform()
  const snapshot = shallowRef<ViewerSnapshot>({ kind: 'idle' })
  let session: ViewerSession | null = null

  /** For as long as this page lives, whatever the server says meanwhile. */
  const tries = new TriesByRoom()

  /** Joins with the code as typed; what goes wrong, even a code that cannot be one, ends up in `snapshot`. */
  const join = async (typedCode: string, typedName: string): Promise<void> => {
    session?.leave()
    session = null
    const code = parseCode(typedCode)
    if (!code.ok) {
      snapshot.value = { kind: 'ended', failure: code.error, watched: false }
      return
    }
    // Cut first: a cut can leave half a surrogate pair, which the host would refuse as not printable.
    const name = typedName
      .slice(0, MAX_NAME_LENGTH)
      .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}]/gu, '')
      .trim()
    const joined = new ViewerSession(
      createBrowserDeps(platform.serverUrl),
      { name, app: platform.app },
      tries,
    )
    session = joined
    joined.on('changed', (changed) => {
      if (session === joined) snapshot.value = changed
    })
    await joined.join(code.value)
  }

  /** Leaves, or gives up joining. */
  const leave = (): void => session?.leave()
  useEventListener(window, 'pagehide', leave)

  /** Back to `idle` after the end. */
  const reset = (): void => {
    leave()
    session = null
    snapshot.value = { kind: 'idle' }
  }

  return { snapshot, join, leave, reset }
})
