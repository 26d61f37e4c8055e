import type * as Electron from 'electron'
import { options } from './computer.ts'
import { only } from './lacking.ts'
import { screen } from './screen.ts'
import { windows } from './browser-window.ts'

/** What main looked for, each time. */
export const lists: (readonly string[])[] = []

type ImageMembers = 'isEmpty' | 'toDataURL' | 'getSize'

/** Windows of other programs that are open at this moment. */
export const otherWindows = new Set(options.otherWindows)

/** A picture of one grey pixel, or none. */
const PIXEL =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg=='

const createImage = (url: string): Electron.NativeImage => {
  const members: Pick<Electron.NativeImage, ImageMembers> = {
    isEmpty: () => url === '',
    toDataURL: () => url,
    getSize: () => (url === '' ? { width: 0, height: 0 } : { width: 1, height: 1 }),
  }
  return only('NativeImage', members) as Electron.NativeImage
}

export const desktopCapturer = only('desktopCapturer', {
  getSources({ types, thumbnailSize = { width: 150, height: 150 } }) {
    lists.push(types)
    // What it rejects with is a string (desktop-capturer.ts of Electron).
    if (options.screenAccess !== 'granted')
      // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors
      return Promise.reject('Failed to get sources.')
    const thumbnail = createImage(thumbnailSize.width > 0 && thumbnailSize.height > 0 ? PIXEL : '')
    const screens = screen.getAllDisplays().map(({ id, label }) => ({
      id: `screen:${String(id)}:0`,
      name: label,
      display_id: String(id),
      thumbnail,
      appIcon: createImage(''),
    }))
    const titles = [...[...windows].map((window) => window.getTitle()), ...otherWindows]
    const named = titles.map((name, index) => ({
      id: `window:${String(index + 1)}:0`,
      name,
      display_id: '',
      thumbnail,
      appIcon: createImage(''),
    }))
    return Promise.resolve([
      ...(types.includes('screen') ? screens : []),
      ...(types.includes('window') ? named : []),
    ])
  },
} satisfies Pick<Electron.DesktopCapturer, 'getSources'>)
