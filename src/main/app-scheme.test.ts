import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createAppSchemeHandler } from './app-scheme.ts'
import { createOwnPages } from './origin.ts'

describe('the app scheme', () => {
  let folder: string
  let handle: ReturnType<typeof createAppSchemeHandler>
  const get = (path: string, method = 'GET') => handle({ method, url: `app://beckon${path}` })

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'beckon-scheme-'))
    const root = join(folder, 'renderer')
    await mkdir(join(root, 'assets'), { recursive: true })
    // A neighbour whose name begins like the root's.
    await mkdir(join(folder, 'renderer-private'))
    await writeFile(join(folder, 'secret.txt'), 'secret')
    await writeFile(join(folder, 'renderer-private', 'secret.txt'), 'secret')
    await writeFile(join(root, 'index.html'), '<!doctype html>')
    await writeFile(join(root, 'assets', 'index.js'), 'export {}')
    handle = createAppSchemeHandler({ root, owns: createOwnPages(null).owns })
  })

  afterAll(() => rm(folder, { recursive: true, force: true }))

  it.each(['/', '/join', '/share', '/settings', '/index.html', '/join?x=1#48213-90571'])(
    'answers %s with the page',
    async (path) => {
      const response = await get(path)
      expect(response.status).toBe(200)
      expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
      expect(await response.text()).toBe('<!doctype html>')
    },
  )

  it('gives scripts the type that browsers demand', async () => {
    const response = await get('/assets/index.js')
    expect(response.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
  })

  it('lets no script run that is not a file of ours', async () => {
    const policy = (await get('/')).headers.get('content-security-policy') ?? ''
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("script-src 'self';")
    expect(policy).not.toContain('unsafe')
  })

  it.each([
    '/missing.js',
    '/assets',
    '/assets/',
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/%2e%2e%2frenderer-private%2fsecret.txt',
    '/assets/..%2f..%2fsecret.txt',
    '/..%5csecret.txt',
    '/c:%5csecret.txt',
    '/index.html%00.png',
    '/%E0%A4%A',
    '//etc/passwd',
  ])('finds nothing at %s', async (path) => {
    expect((await get(path)).status).toBe(404)
  })

  it('never leaves its folder, whatever the path', async () => {
    const piece = fc.constantFrom(
      '..',
      '.',
      '%2e%2e',
      '%2f',
      '%5c',
      '/',
      'renderer-private',
      'secret.txt',
      'x',
    )
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 8 }), async (pieces) => {
        const response = await get(`/${pieces.join('/')}`)
        expect(await response.text()).not.toContain('secret')
      }),
    )
  })

  it('has an answer for its own host alone, and only to reading', async () => {
    expect((await handle({ method: 'GET', url: 'app://elsewhere/' })).status).toBe(403)
    expect((await get('/', 'POST')).status).toBe(405)
    expect(await (await get('/', 'HEAD')).text()).toBe('')
  })
})
