import type { Session, Shell, WebContents } from 'electron'
import type { Log } from './log/log.ts'

type Permission = Parameters<NonNullable<Parameters<Session['setPermissionCheckHandler']>[0]>>[1]

/** What our own pages may ask for. */
const requestable: ReadonlySet<Permission> = new Set<Permission>([
  'display-capture',
  'fullscreen',
  'clipboard-sanitized-write',
  'keyboardLock',
  // Chromium's gate before a server on this computer or on the local network: this app's own, or a neighbour's.
  // https://developer.chrome.com/blog/local-network-access
  'local-network-access',
  'local-network',
  'loopback-network',
])

/**
 * What a check, as opposed to a request, finds granted. `media` is among it for one reason: Chromium hides a
 * computer's addresses from pages that may not use camera or microphone behind names which many networks do not
 * resolve, and then two computers in one room cannot find each other. A request for camera or microphone is refused.
 * https://datatracker.ietf.org/doc/html/draft-ietf-mmusic-mdns-ice-candidates
 */
const granted: ReadonlySet<Permission> = new Set<Permission>([...requestable, 'media'])

export interface PermissionPolicy {
  /** Whether something is granted already. */
  check(permission: Permission, origin: string): boolean
  /** Whether something is to be granted when a page asks for it. */
  request(permission: Permission, url: string): boolean
}

export const createPermissionPolicy = (owns: (url: string) => boolean): PermissionPolicy => ({
  check: (permission, origin) => granted.has(permission) && owns(origin),
  request: (permission, url) => requestable.has(permission) && owns(url),
})

/** Puts the policy in force. Both handlers are needed: without one for checks, Electron finds everything granted. */
export const restrictPermissions = (
  session: Pick<Session, 'setPermissionCheckHandler' | 'setPermissionRequestHandler'>,
  policy: PermissionPolicy,
  log: Log,
): void => {
  session.setPermissionCheckHandler((_contents, permission, origin) => policy.check(permission, origin))
  session.setPermissionRequestHandler((_contents, permission, callback, { requestingUrl, isMainFrame }) => {
    const isGranted = isMainFrame && policy.request(permission, requestingUrl)
    if (!isGranted) log.warn('permission refused', { permission })
    callback(isGranted)
  })
}

/** A link that may leave the app: to the system's browser, and only over TLS. */
export const isExternalLink = (url: string): boolean => {
  if (!URL.canParse(url)) return false
  const { protocol, username, password } = new URL(url)
  return protocol === 'https:' && username === '' && password === ''
}

export interface ConfineOptions {
  readonly owns: (url: string) => boolean
  readonly shell: Pick<Shell, 'openExternal'>
  readonly log: Log
}

/** Keeps a window at our pages: no other page in it or in a frame of it, no window besides it. */
export const confine = (
  contents: Pick<WebContents, 'on' | 'setWindowOpenHandler'>,
  { owns, shell, log }: ConfineOptions,
): void => {
  contents.setWindowOpenHandler(({ url }) => {
    if (isExternalLink(url))
      shell.openExternal(url).catch((cause: unknown) => log.error('link not opened', cause))
    else log.warn('window refused')
    return { action: 'deny' }
  })
  // It comes for frames as well, which `will-navigate` does not.
  contents.on('will-frame-navigate', (event) => {
    if (event.isMainFrame && owns(event.url)) return
    event.preventDefault()
    log.warn('navigation refused', { mainFrame: event.isMainFrame })
  })
  contents.on('will-redirect', (event) => event.preventDefault())
  contents.on('will-attach-webview', (event) => event.preventDefault())
}
