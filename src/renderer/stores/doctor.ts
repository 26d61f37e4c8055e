import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { ControlRefusal } from '#shared/protocol/grants.ts'
import { canCaptureScreens } from '../media/screen-capture.ts'
import { usePlatform } from '../platform/injection.ts'
import { serverOrigin } from '../platform/server-origin.ts'
import { examine, type Examination } from '../session/doctor.ts'
import { useJoinStore } from './join.ts'
import { usePreferencesStore } from './preferences.ts'
import { useShareStore } from './share.ts'

export type DoctorState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'running' }
  | { readonly kind: 'done'; readonly examination: Examination }
  /** There is no server to ask, so nothing could be measured. */
  | { readonly kind: 'no-server' }

/** What the system says no to, whatever is shared. */
const systemRefusals: ReadonlySet<ControlRefusal> = new Set(['wayland', 'unsupported', 'permission-missing'])

/** The connection check for the views. */
export const useDoctorStore = defineStore('doctor', () => {
  const platform = usePlatform()
  const join = useJoinStore()
  const share = useShareStore()
  const preferences = usePreferencesStore()
  const state = shallowRef<DoctorState>({ kind: 'idle' })

  /** What this device may do: what a browser never can is nothing that is wrong with it. */
  const device = () => {
    const refusal = share.snapshot.kind === 'open' ? share.snapshot.control.availability.control : null
    const offered = refusal !== null && systemRefusals.has(refusal) ? 'refused' : 'possible'
    return {
      canCapture: platform.desktop !== null || canCaptureScreens(navigator.mediaDevices),
      control: platform.desktop ? offered : 'only-in-the-app',
    } as const
  }

  const run = async (): Promise<void> => {
    if (state.value.kind === 'running') return
    state.value = { kind: 'running' }
    const typed = serverOrigin(join.server)
    const opened = typed === null ? await platform.openServer() : null
    const serverUrl = typed ?? (opened?.ok ? opened.value : null)
    state.value =
      serverUrl === null
        ? { kind: 'no-server' }
        : {
            kind: 'done',
            examination: await examine({
              serverUrl,
              ownServer: preferences.ownServer,
              relayOnly: preferences.relayOnly,
              device: device(),
            }),
          }
  }

  return { state, run }
})
