import { join } from 'node:path'
import type * as Electron from 'electron'
import { createAppSchemeHandler } from './app-scheme.ts'
import type { Log } from './log/log.ts'
import { APP_SCHEME, createOwnPages, type OwnPages } from './origin.ts'
import { confine, createPermissionPolicy, restrictPermissions } from './security.ts'

export interface PagesParts {
  readonly electron: Pick<typeof Electron, 'session' | 'shell'>
  /** Holds `out`. */
  readonly appRoot: string
  /** Null in a packaged app. */
  readonly devServerUrl: string | null
  readonly log: Log
}

export interface InstalledPages extends OwnPages {
  /** Keeps a window at our pages. */
  readonly confine: (contents: Electron.WebContents) => void
}

/** Serves the app's own pages, with what they may ask for and nowhere else to go. */
export const installPages = ({ electron, appRoot, devServerUrl, log }: PagesParts): InstalledPages => {
  const { urlOf, owns } = createOwnPages(devServerUrl)
  const { defaultSession } = electron.session
  defaultSession.protocol.handle(
    APP_SCHEME,
    createAppSchemeHandler({ root: join(appRoot, 'out/renderer'), owns }),
  )
  restrictPermissions(defaultSession, createPermissionPolicy(owns), log)
  return { urlOf, owns, confine: (contents) => confine(contents, { owns, shell: electron.shell, log }) }
}
