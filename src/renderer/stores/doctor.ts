import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { Measurements } from '#shared/doctor/measurements.ts'
import type { ControlRefusal } from '#shared/protocol/grants.ts'
import { canCaptureScreens } from '../media/screen-capture.ts'
import { usePlatform } from '../platform/injection.ts'
import { serverOrigin } from '../platform/server-origin.ts'
import { examine, type Examination, type ExamineOptions } from '../session/doctor.ts'
import { useJoinStore } from './join.ts'
import { usePreferencesStore } from './preferences.ts'

export type DoctorState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'running' }
  | { readonly kind: 'done'; readonly examination: Examination }
  /** There is no server to ask, so nothing could be measured. */
  | { readonly kind: 'no-server' }

/** What the system's permission to record the screen means. */
const captures = { granted: 'possible', 'not-asked': 'not-asked', denied: 'refused' } as const

/** What the system has to say: what is shared has no part in it. */
const controlOf = (refusal: ControlRefusal | null): Measurements['control'] => {
  if (refusal === null) return 'possible'
  return refusal === 'permission-missing' || refusal === 'wayland' ? refusal : 'unsupported'
}

/** The connection check for the views. */
export const useDoctorStore = defineStore('doctor', () => {
  const platform = usePlatform()
  const join = useJoinStore()
  const preferences = usePreferencesStore()
  const state = shallowRef<DoctorState>({ kind: 'idle' })

  /** What this device may do. */
  const device = async (): Promise<ExamineOptions['device']> => {
    const { desktop } = platform
    if (!desktop)
      return {
        capture: canCaptureScreens(navigator.mediaDevices) ? 'possible' : 'impossible',
        control: 'only-in-the-app',
      }
    const [capture, refusal] = await Promise.all([desktop.capture.permission(), desktop.control.permission()])
    return {
      capture: capture.ok ? captures[capture.value] : 'possible',
      control: refusal.ok ? controlOf(refusal.value) : 'unsupported',
    }
  }

  /** Null where there is none, for whatever reason. */
  const openServer = async (): Promise<string | null> => {
    try {
      const opened = await platform.openServer()
      return opened.ok ? opened.value : null
    } catch {
      return null
    }
  }

  const run = async (): Promise<void> => {
    if (state.value.kind === 'running') return
    state.value = { kind: 'running' }
    const typed = serverOrigin(join.server)
    const serverUrl = typed ?? (await openServer())
    state.value =
      serverUrl === null
        ? { kind: 'no-server' }
        : {
            kind: 'done',
            examination: await examine({
              serverUrl,
              ownServer: preferences.ownServer,
              relayOnly: preferences.relayOnly,
              device: await device(),
            }),
          }
  }

  return { state, run }
})
