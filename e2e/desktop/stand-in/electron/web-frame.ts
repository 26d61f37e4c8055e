import type * as Electron from 'electron'
import type { ChromiumWindow, Frame } from '../chromium/window.ts'
import { only } from './lacking.ts'

type Members = 'url' | 'origin' | 'parent' | 'detached'

/** A document as main sees it; its parent is that of the moment at which it is asked for. */
const createWebFrame = (window: ChromiumWindow, frame: Frame): Pick<Electron.WebFrameMain, Members> =>
  only('WebFrameMain', {
    get url() {
      return frame.url
    },
    get origin() {
      return new URL('/', frame.url).href.slice(0, -1)
    },
    get parent() {
      const parent = window.frames.find(({ id }) => id === frame.parentId)
      return parent ? webFrameOf(window, parent) : null
    },
    get detached() {
      return !window.frames.includes(frame)
    },
  })

const webFrames = new WeakMap<Frame, Electron.WebFrameMain>()

/** One object for each document, so that two of the same are equal. */
export const webFrameOf = (window: ChromiumWindow, frame: Frame): Electron.WebFrameMain => {
  let webFrame = webFrames.get(frame)
  if (!webFrame) {
    webFrame = createWebFrame(window, frame) as Electron.WebFrameMain
    webFrames.set(frame, webFrame)
  }
  return webFrame
}
