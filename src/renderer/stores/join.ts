import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { ViewerSnapshot } from '../session/snapshots.ts'

/** The viewer's side for the views. */
export const useJoinStore = defineStore('join', () => {
  const snapshot = shallowRef<ViewerSnapshot>({ kind: 'idle' })
  return {
    snapshot,
    /** Joins with the code as typed; what goes wrong, even a code that cannot be one, ends up in `snapshot`. */
    join: (_typedCode: string, _name: string): Promise<void> => Promise.resolve(),
    /** Leaves, or gives up joining. */
    leave: () => {},
    /** Back to `idle` after the end. */
    reset: () => {},
  }
})
