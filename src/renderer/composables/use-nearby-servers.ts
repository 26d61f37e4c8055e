import { readonly, ref, shallowRef, type DeepReadonly, type Ref, type ShallowRef } from 'vue'
import type { FoundServer } from '#shared/ipc/found-server.ts'
import { usePlatform } from '../platform/injection.ts'
import { useJoinStore } from '../stores/join.ts'

export interface NearbyServers {
  readonly servers: Readonly<ShallowRef<readonly FoundServer[]>>
  readonly isLooking: DeepReadonly<Ref<boolean>>
  readonly look: () => Promise<void>
}

/** Looks for people on the local network who share; once at first, and then on demand. */
export const useNearbyServers = (): NearbyServers => {
  const { desktop } = usePlatform()
  const join = useJoinStore()
  const servers = shallowRef<readonly FoundServer[]>([])
  const isLooking = ref(false)

  const look = async (): Promise<void> => {
    if (!desktop || isLooking.value) return
    isLooking.value = true
    const found = await desktop.server.discover()
    isLooking.value = false
    if (!found.ok) return
    servers.value = found.value
    const [only, ...others] = found.value
    // Nothing is joined by it: the code still has to be typed, and to prove itself to that very server's host.
    if (only && others.length === 0 && join.server === '') join.server = only.url
  }

  void look()
  return { servers, isLooking: readonly(isLooking), look }
}
