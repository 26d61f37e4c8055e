import type { WebFrameMain } from 'electron'

/** The scheme that the app's own pages are served under; it must be registered before Electron is ready. */
export const APP_SCHEME = 'app'
const APP_HOST = 'beckon'
/** What the pages send as `Origin`, and what the signaling server expects. */
export const APP_ORIGIN = `${APP_SCHEME}://${APP_HOST}`

/** Which pages are ours: those of the app scheme, or of the development server that stands in for it. */
export interface OwnPages {
  /** Address of one of our pages, such as `/`. */
  readonly urlOf: (path: string) => string
  /** Whether an address, or an origin, is ours; untrusted. */
  readonly owns: (url: string) => boolean
}

const isAppUrl = ({ protocol, host, username, password }: URL): boolean =>
  protocol === `${APP_SCHEME}:` && host === APP_HOST && username === '' && password === ''

/** @param devServerUrl null in a packaged app, whatever its environment says */
export const createOwnPages = (devServerUrl: string | null): OwnPages => {
  const base = devServerUrl ?? APP_ORIGIN
  // `URL.origin` is the string "null" for schemes that the URL standard does not know.
  const isOwn = (url: URL): boolean =>
    devServerUrl === null ? isAppUrl(url) : url.origin === new URL(devServerUrl).origin
  return {
    urlOf: (path) => new URL(path, `${base}/`).href,
    owns: (url) => URL.canParse(url) && isOwn(new URL(url)),
  }
}

/**
 * Whether a message or request comes from a page of ours, from the top of its window. The frame is null after it has
 * navigated or gone: then nobody can say any more who it was.
 */
export const isOwnTopFrame = (
  frame: Pick<WebFrameMain, 'url' | 'parent'> | null,
  owns: (url: string) => boolean,
): boolean => frame !== null && frame.parent === null && owns(frame.url)
