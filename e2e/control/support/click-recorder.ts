import { openCoverWindow } from '../../support/cover-window.ts'
import type { Display } from '../../support/display.ts'

/** A press of a mouse button, in pixels of the whole screen, as the X server tells the window below it. */
export interface RecordedClick {
  readonly x: number
  readonly y: number
  readonly button: number
}

/** Offsets in XButtonEvent where pointers have 64 bits. */
const BUTTON_EVENT = { xRoot: 72, yRoot: 76, button: 84 }

/** A window over all of a display that notes each click on it: a program that is told by the server and nobody else. */
export const openClickRecorder = (
  display: Display,
  size: { readonly width: number; readonly height: number },
) => {
  const cover = openCoverWindow(display.name, size, ['buttonPress'])
  const found: RecordedClick[] = []
  return {
    /** All clicks so far. */
    clicks: (): readonly RecordedClick[] => {
      for (let event = cover.next(); event; event = cover.next()) {
        const { data } = event
        found.push({
          x: data.getInt32(BUTTON_EVENT.xRoot, true),
          y: data.getInt32(BUTTON_EVENT.yRoot, true),
          button: data.getUint32(BUTTON_EVENT.button, true),
        })
      }
      return found
    },
    close: () => cover.close(),
  }
}
