import { readFile } from 'node:fs/promises'
import { extname, join, sep } from 'node:path'
import type { CustomScheme } from 'electron'
import { APP_SCHEME } from './origin.ts'

/** `secure` makes screen capture and WebCrypto available, `standard` gives the pages an origin. */
export const appScheme: CustomScheme = {
  scheme: APP_SCHEME,
  privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
}

/** Addresses that the renderer itself tells apart, once its page is there. */
const pages: ReadonlySet<string> = new Set(['/', '/join', '/share', '/check', '/settings'])

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
}

/** Sessions may be opened at any server that a person names, also one without TLS on their own network. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "media-src 'self' blob:",
  "connect-src 'self' https: wss: http: ws:",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

const headersFor = (file: string): Record<string, string> => ({
  'content-type': contentTypes[extname(file)] ?? 'application/octet-stream',
  'content-security-policy': contentSecurityPolicy,
  'cross-origin-opener-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-cache',
})

/** The file below `root` that a path names; null when it names none, or one elsewhere. */
const resolveFile = (root: string, pathname: string): string | null => {
  if (pages.has(pathname)) return join(root, 'index.html')
  let path: string
  try {
    path = decodeURIComponent(pathname)
  } catch {
    return null
  }
  // Windows gives a meaning to backslashes and colons; no file of ours has one, or a null byte, in its name.
  if (/[\\\0:]/.test(path)) return null
  const file = join(root, path)
  return file.startsWith(root + sep) ? file : null
}

export interface AppSchemeOptions {
  /** Folder of the built renderer. */
  readonly root: string
  readonly owns: (url: string) => boolean
}

/** Answers requests of the app scheme with the files of the built renderer, and a policy that lets only those run. */
export const createAppSchemeHandler =
  ({ root, owns }: AppSchemeOptions) =>
  async ({ method, url }: Pick<Request, 'method' | 'url'>): Promise<Response> => {
    if (!owns(url)) return new Response(null, { status: 403 })
    if (method !== 'GET' && method !== 'HEAD') return new Response(null, { status: 405 })
    const file = resolveFile(root, new URL(url).pathname)
    if (file === null) return new Response(null, { status: 404 })
    try {
      const content = await readFile(file)
      return new Response(method === 'HEAD' ? null : new Uint8Array(content), { headers: headersFor(file) })
    } catch {
      return new Response(null, { status: 404 })
    }
  }
