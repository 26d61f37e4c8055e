import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import type { HostSnapshot } from '../session/snapshots.ts'

/** The host's side for the views: the session's snapshot, and what a person can do about it. */
export const useShareStore = defineStore('share', () => {
  const snapshot = shallowRef<HostSnapshot>({ kind: 'idle' })
  const waiting = computed(() =>
    snapshot.value.kind === 'open' ? snapshot.value.guests.filter((guest) => guest.state === 'waiting') : [],
  )
  const watching = computed(() =>
    snapshot.value.kind === 'open' ? snapshot.value.guests.filter((guest) => guest.state !== 'waiting') : [],
  )
  return {
    snapshot,
    /** Viewers who proved the code and await the person's answer, oldest first. */
    waiting,
    /** Viewers who were accepted. */
    watching,
    start: (): Promise<void> => Promise.resolve(),
    pause: () => {},
    resume: () => {},
    stop: () => {},
    renewCode: (): Promise<void> => Promise.resolve(),
    accept: (_guestId: string) => {},
    deny: (_guestId: string) => {},
    disconnect: (_guestId: string) => {},
    dismissNotice: () => {},
    /** Back to `idle` after the end, so that the home view is fresh. */
    reset: () => {},
  }
})
