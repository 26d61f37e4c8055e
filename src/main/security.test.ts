import { EventEmitter } from 'node:events'
import type { WebContents } from 'electron'
import { describe, expect, it } from 'vitest'
import type { Log } from './log/log.ts'
import { createOwnPages } from './origin.ts'
import { confine, createPermissionPolicy, isExternalLink, restrictPermissions } from './security.ts'

const { owns } = createOwnPages(null)
const log: Log = { info: () => {}, warn: () => {}, error: () => {} }
const ours = 'app://beckon/share'

describe('permissions', () => {
  const policy = createPermissionPolicy(owns)
  const needed = [
    'display-capture',
    'fullscreen',
    'clipboard-sanitized-write',
    'keyboardLock',
    'local-network-access',
  ] as const
  const never = [
    'geolocation',
    'clipboard-read',
    'hid',
    'serial',
    'usb',
    'openExternal',
    'fileSystem',
    'pointerLock',
    'unknown',
  ] as const

  it.each(needed)('give %s to our pages, and to no others', (permission) => {
    expect(policy.request(permission, ours)).toBe(true)
    expect(policy.check(permission, 'app://beckon')).toBe(true)
    for (const foreign of ['https://evil.example', 'app://elsewhere', 'null', '']) {
      expect(policy.request(permission, foreign)).toBe(false)
      expect(policy.check(permission, foreign)).toBe(false)
    }
  })

  it.each(never)('give %s to nobody', (permission) => {
    expect(policy.request(permission, ours)).toBe(false)
    expect(policy.check(permission, ours)).toBe(false)
  })

  it('find media granted, for the sake of addresses, and refuse it when it is asked for', () => {
    expect(policy.check('media', 'app://beckon')).toBe(true)
    expect(policy.check('media', 'https://evil.example')).toBe(false)
    expect(policy.request('media', ours)).toBe(false)
  })

  it('are for the page itself, not for frames in it', () => {
    type RequestHandler = (
      contents: null,
      permission: string,
      callback: (granted: boolean) => void,
      details: object,
    ) => void
    const handlers: RequestHandler[] = []
    restrictPermissions(
      {
        setPermissionCheckHandler: () => {},
        setPermissionRequestHandler: (handler) => handlers.push(handler as unknown as RequestHandler),
      },
      policy,
      log,
    )
    const answers: boolean[] = []
    for (const isMainFrame of [true, false])
      handlers[0]?.(null, 'fullscreen', (granted) => answers.push(granted), {
        requestingUrl: ours,
        isMainFrame,
      })
    expect(answers).toEqual([true, false])
  })
})

describe('links that may leave the app', () => {
  it('are those of the web, over TLS', () => {
    expect(isExternalLink('https://beckon.example/help?x=1#y')).toBe(true)
  })

  it.each([
    'http://beckon.example/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'smb://server/share',
    'ms-msdt:/id',
    'https://user:password@beckon.example/',
    'not a link',
    '',
  ])('are not %s', (url) => {
    expect(isExternalLink(url)).toBe(false)
  })
})

describe('a confined window', () => {
  const createContents = () => {
    let openHandler: ((details: { url: string }) => unknown) | null = null
    const contents = Object.assign(new EventEmitter(), {
      setWindowOpenHandler: (handler: typeof openHandler) => (openHandler = handler),
    })
    const opened: string[] = []
    confine(contents as unknown as WebContents, {
      owns,
      log,
      shell: { openExternal: (url) => Promise.resolve(void opened.push(url)) },
    })
    const emit = (event: string, details: object = {}) => {
      let prevented = false
      contents.emit(event, { ...details, preventDefault: () => (prevented = true) })
      return prevented
    }
    return { emit, opened, open: (url: string) => openHandler?.({ url }) }
  }

  it('opens no other window, and hands web links to the browser', () => {
    const { open, opened } = createContents()
    for (const url of ['https://beckon.example/', 'file:///etc/passwd', ours])
      expect(open(url)).toEqual({ action: 'deny' })
    expect(opened).toEqual(['https://beckon.example/'])
  })

  it('stays at our pages, and shows none in frames', () => {
    const { emit } = createContents()
    expect(emit('will-frame-navigate', { url: ours, isMainFrame: true })).toBe(false)
    expect(emit('will-frame-navigate', { url: 'https://evil.example/', isMainFrame: true })).toBe(true)
    expect(emit('will-frame-navigate', { url: ours, isMainFrame: false })).toBe(true)
    expect(emit('will-redirect', { url: ours })).toBe(true)
    expect(emit('will-attach-webview')).toBe(true)
  })
})
