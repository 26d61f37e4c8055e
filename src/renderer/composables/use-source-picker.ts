import { tryOnScopeDispose } from '@vueuse/core'
import { readonly, ref, shallowRef, watch, type DeepReadonly, type Ref } from 'vue'
import type { Bridge, Payload } from '#shared/ipc/bridge.ts'
import type { CaptureSource } from '#shared/ipc/capture.ts'
import { useShareStore } from '../stores/share.ts'

/** What the picker shows. */
export type PickerState =
  | { readonly kind: 'closed' }
  /** The system will ask for a permission as soon as sources are listed; the person hears of it first. */
  | { readonly kind: 'explaining' }
  | { readonly kind: 'loading' }
  | {
      readonly kind: 'listing'
      readonly sources: readonly CaptureSource[]
      /** Thumbnails are on their way. */
      readonly isRefreshing: boolean
    }
  /** The system lets this app record nothing. */
  | { readonly kind: 'refused' }
  | { readonly kind: 'failed' }

export interface SourcePicker {
  readonly state: DeepReadonly<Ref<PickerState>>
  /** Whether this computer's sound is to go along; null where it cannot. */
  readonly sound: Ref<boolean | null>
  /** Lists what there is now; on demand only, for listing is work, and on some systems a risk. */
  readonly refresh: () => Promise<void>
  readonly choose: (sourceId: string) => Promise<void>
  /** Nothing is to be shared after all. */
  readonly cancel: () => void
  readonly openSystemSettings: () => void
  /** macOS gives a new permission to new processes alone. */
  readonly relaunch: () => void
}

/** The picker's part of a capture that main has begun, from `capture:requested` to `capture:settled`. */
export const useSourcePicker = (desktop: Pick<Bridge, 'capture' | 'app'>): SourcePicker => {
  const share = useShareStore()
  const state = shallowRef<PickerState>({ kind: 'closed' })
  const sound = ref<boolean | null>(null)
  let requestId: number | null = null

  /** Whether an answer still belongs to the request that it was asked for. */
  const isCurrent = (asked: number | null): boolean => asked !== null && asked === requestId

  const explainFailure = async (asked: number | null): Promise<void> => {
    const permission = await desktop.capture.permission()
    if (!isCurrent(asked)) return
    state.value = { kind: permission.ok && permission.value !== 'granted' ? 'refused' : 'failed' }
  }

  const list = async (asked: number | null, thumbnails: boolean): Promise<boolean> => {
    const listed = await desktop.capture.list({ thumbnails })
    if (!isCurrent(asked)) return false
    if (listed.ok) state.value = { kind: 'listing', sources: listed.value, isRefreshing: !thumbnails }
    else await explainFailure(asked)
    return listed.ok
  }

  const refresh = async (): Promise<void> => {
    const asked = requestId
    if (state.value.kind === 'listing') {
      state.value = { ...state.value, isRefreshing: true }
    } else {
      state.value = { kind: 'loading' }
      // Names are there at once, pictures after up to three seconds.
      if (!(await list(asked, false))) return
    }
    await list(asked, true)
  }

  const open = async ({ requestId: asked, offersSound }: Payload<'capture:requested'>): Promise<void> => {
    requestId = asked
    // Off, unless it goes along with what is shown now.
    const isSent = share.snapshot.kind === 'open' && share.snapshot.sound !== 'none'
    sound.value = offersSound ? isSent : null
    state.value = { kind: 'loading' }
    const permission = await desktop.capture.permission()
    if (!isCurrent(asked)) return
    if (permission.ok && permission.value !== 'granted') state.value = { kind: 'explaining' }
    else await refresh()
  }

  const close = (settled: number): void => {
    if (settled !== requestId) return
    requestId = null
    state.value = { kind: 'closed' }
  }

  const answer = async (sourceId: string | null): Promise<void> => {
    const asked = requestId
    if (asked === null) return
    const choice = sourceId === null ? null : { sourceId, withSound: sound.value === true }
    const chosen = await desktop.capture.choose({ requestId: asked, choice })
    if (chosen.ok || !isCurrent(asked)) return
    // The window was closed, or the screen unplugged, in the meantime.
    if (chosen.error.code === 'capture-unavailable') await refresh()
    else close(asked)
  }

  const cancel = (): void => void answer(null)

  const subscriptions = [
    desktop.capture.onRequested((request) => void open(request)),
    desktop.capture.onSettled((request) => close(request.requestId)),
  ]
  tryOnScopeDispose(() => {
    for (const unsubscribe of subscriptions) unsubscribe()
  })
  // Sharing was called off elsewhere, for instance in the tray.
  watch(
    () => share.snapshot.kind,
    (kind) => {
      if (kind === 'ended' || kind === 'idle') cancel()
    },
  )

  return {
    state: readonly(state),
    sound,
    refresh,
    choose: (sourceId) => answer(sourceId),
    cancel,
    openSystemSettings: () => void desktop.capture.openSettings(),
    relaunch: () => void desktop.app.relaunch(),
  }
}
