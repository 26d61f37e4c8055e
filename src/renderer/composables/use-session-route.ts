import { computed, watch, type ComputedRef } from 'vue'
import { useRouter } from 'vue-router'
import { useJoinStore } from '../stores/join.ts'
import { useShareStore } from '../stores/share.ts'

export interface SessionRoute {
  /** The running session whose page is not the one on screen, for the way back to it. */
  readonly elsewhere: ComputedRef<'share' | 'join' | null>
  /** The picture fills the window, and the page around it steps aside. */
  readonly isImmersive: ComputedRef<boolean>
}

/** Lets the address follow the sessions: a page opens as its session begins, and closes when sharing has ended. */
export const useSessionRoute = (): SessionRoute => {
  const share = useShareStore()
  const join = useJoinStore()
  const router = useRouter()
  const route = router.currentRoute

  const isSharing = computed(() => share.snapshot.kind !== 'idle' && share.snapshot.kind !== 'ended')
  const isJoined = computed(() => join.snapshot.kind === 'joining' || join.snapshot.kind === 'watching')

  watch(isSharing, (running) => {
    if (running) void router.push({ name: 'share' })
    else if (route.value.name === 'share') void router.replace({ name: 'home' })
  })
  watch(isJoined, (running) => {
    if (running) void router.push({ name: 'join' })
  })

  return {
    elsewhere: computed(() => {
      if (isSharing.value && route.value.name !== 'share') return 'share'
      return isJoined.value && route.value.name !== 'join' ? 'join' : null
    }),
    isImmersive: computed(() => join.snapshot.kind === 'watching' && route.value.name === 'join'),
  }
}
