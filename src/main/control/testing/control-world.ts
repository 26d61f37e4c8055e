import type { MessageBoxOptions } from 'electron'
import type { ControlReport } from '#shared/ipc/control.ts'
import type { GuestStatus } from '#shared/ipc/share-status.ts'
import type { Input } from '#shared/protocol/input.ts'
import { ManualClock } from '#shared/testing/manual-clock.ts'
import { catalogues } from '../../i18n/index.ts'
import type { ShowMessageBox } from '../../message-box.ts'
import type { OverlayScene } from '../../overlay/overlay.ts'
import { Consent } from '../consent.ts'
import { Control } from '../control.ts'
import { Injector } from '../injector/injector.ts'
import { SharedDisplay } from '../shared-display.ts'
import { FakeInjectorProcess } from './fake-injector-process.ts'

const log = { info: () => {}, warn: () => {}, error: () => {} }
export const texts = catalogues.en
/** The button that gives control for a while. */
export const forMinutes = texts.control.forMinutes(15)
export const display = {
  id: 7,
  bounds: { x: 0, y: 0, width: 1000, height: 500 },
  nativeOrigin: { x: 0, y: 0 },
  scaleFactor: 1,
}

/** As Electron calls it; `changedMetrics` where a display stayed and is another. */
type ScreenListener = (event: unknown, display: unknown, changedMetrics: string[]) => void

interface OpenQuestion {
  readonly options: MessageBoxOptions
  /** Clicks the button with this label. */
  answer(label: string): Promise<void>
}

/** Lets everything that is under way come to where it waits. */
export const settle = () => new Promise((resolve) => setTimeout(resolve))

/** Control, with everything around it played: a screen, dialogs, the injector's process, viewers. */
export const createWorld = (
  guestNames: readonly string[] = ['Ada', 'Bo'],
  { isWayland = false }: { readonly isWayland?: boolean } = {},
) => {
  const clock = new ManualClock()
  const questions: OpenQuestion[] = []
  const processes: FakeInjectorProcess[] = []
  const reports: ControlReport[] = []
  const screenListeners: ScreenListener[] = []
  const state = {
    guests: guestNames.map((name): GuestStatus => ({
      id: name,
      name,
      state: 'watching',
      mayBeAccepted: true,
      controls: false,
    })),
    isLive: true,
    displays: [display],
    expiring: [] as string[],
    controllers: [] as (string | null)[],
    nextOffset: { x: 0, y: 0 },
    scene: null as OverlayScene | null,
    isOwnWindowFocused: false,
    areWindowsVisible: true,
    /** Wayland: what the person set, and was told. */
    isPortalAllowed: true,
    told: [] as string[],
    /** What of that can still be read. */
    open: [] as string[],
    isTrusted: true,
  }
  const showMessageBox: ShowMessageBox = (options) =>
    new Promise((resolve) => {
      const respond = (response: number): Promise<void> => {
        questions.splice(questions.indexOf(question), 1)
        resolve({ response, checkboxChecked: false })
        return settle().then(() => undefined)
      }
      const question: OpenQuestion = {
        options,
        answer: (label) => {
          const index = options.buttons?.indexOf(label) ?? -1
          if (index < 0) throw new Error(`no button '${label}' among ${String(options.buttons)}`)
          return respond(index)
        },
      }
      questions.push(question)
      // As Electron: a message box that is aborted is cancelled.
      options.signal?.addEventListener('abort', () => void respond(options.cancelId ?? 0))
    })
  const screen = {
    getAllDisplays: () => state.displays,
    getCursorScreenPoint: () => processes.at(-1)?.pointer ?? { x: 0, y: 0 },
    dipToScreenRect: () => display.bounds,
    on: (_event: string, listener: ScreenListener) => screenListeners.push(listener),
  }
  const control = new Control({
    platform: 'linux',
    portal: isWayland
      ? {
          isAllowed: () => state.isPortalAllowed,
          hideWindows: () => void (state.areWindowsVisible = false),
          tell: (refusal, over) => {
            state.told.push(refusal)
            state.open.push(refusal)
            over.addEventListener('abort', () => state.open.splice(state.open.indexOf(refusal), 1))
          },
        }
      : null,
    clock,
    consent: new Consent({ showMessageBox, texts: () => texts, clock, throughPortal: isWayland }),
    injector: new Injector({
      fork: () => {
        const process = new FakeInjectorProcess()
        process.offset = state.nextOffset
        processes.push(process)
        return process
      },
      asksSystem: isWayland,
      clock,
      log,
    }),
    display: new SharedDisplay({ screen: screen as never, platform: 'linux', throughPortal: isWayland }),
    overlay: { show: (scene) => void (state.scene = scene) },
    ownWindows: () => [
      {
        getBounds: () => ({ x: 0, y: 0, width: 10, height: 10 }),
        isVisible: () => state.areWindowsVisible,
        isMinimized: () => false,
        isFocused: () => state.isOwnWindowFocused,
      },
    ],
    guests: () => state.guests,
    isPictureLive: () => state.isLive,
    isTrusted: () => state.isTrusted,
    openSettings: () => Promise.resolve(),
    onReport: (report) => reports.push(report),
    onController: (guestId) => state.controllers.push(guestId),
    onExpiring: (name) => state.expiring.push(name),
  })
  control.setSource({ kind: 'screen', displayId: '7' })
  control.noteShare(true)

  let sequence = 0
  const world = {
    clock,
    control,
    state,
    questions,
    processes,
    reports,
    /** The process that injects now. */
    get process(): FakeInjectorProcess {
      const last = processes.at(-1)
      if (!last) throw new Error('nothing was ever injected')
      return last
    },
    get question(): OpenQuestion {
      const [open] = questions
      if (!open) throw new Error('nothing is asked')
      return open
    },
    grantOf: (guestId: string) =>
      control.report.grants.find((it) => it.guestId === guestId)?.grant ?? { state: 'none', reason: null },
    moveDisplays: (displays: (typeof display)[]) => {
      state.displays = displays
      for (const listener of screenListeners) listener({}, {}, ['bounds'])
      return settle()
    },
    /** What is injected because of this; the check of the pointer is left out. */
    inject: (guestId: string, ...inputs: Input[]) => {
      const before = processes.at(-1)?.commands.length ?? 0
      control.input({ guestId, inputs })
      return processes.at(-1)?.commands.slice(before) ?? []
    },
    click: (): Input => ({
      type: 'button',
      button: 'left',
      pressed: true,
      at: { x: 0.5, y: 0.5 },
      sequence: ++sequence,
    }),
    grant: async (guestId: string, label = forMinutes) => {
      const asked = control.request({ guestId, level: 'control', by: 'viewer' })
      await world.question.answer(label)
      await asked
      await settle()
    },
  }
  return world
}

export type World = ReturnType<typeof createWorld>

export const hold: Input = { type: 'key', code: 'ControlLeft', pressed: true }
/** What a click in the middle of the shared display comes to. */
export const clicked = [
  { kind: 'move', to: { x: 500, y: 250 } },
  { kind: 'button', button: 'left', pressed: true },
]
