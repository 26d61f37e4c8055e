import { EventEmitter } from 'node:events'
import { createHash } from 'node:crypto'
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, request, type RequestOptions, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AppImageUpdater, CancellationToken } from 'electron-updater'
import { ElectronHttpExecutor } from 'electron-updater/out/electronHttpExecutor.js'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createElectronUpdater } from './electron-updater.ts'
import type { Format } from './updatable.ts'

const sha512 = (content: Buffer): string => createHash('sha512').update(content).digest('base64')

/** The updater of AppImages itself, with its provider and its checks, against a server on this computer. */
describe.runIf(process.platform === 'linux')('electron-updater', () => {
  const FILE = 'Beckon-2.0.0.AppImage'
  const release = Buffer.alloc(256 * 1024, 'a newer Beckon ')
  let folder: string
  let server: Server
  let asked: string[]
  /** What the release server says of the file, as electron-builder writes it. */
  let metadata: string
  /** Where a download stops and waits, if it is to. */
  let halfway: PromiseWithResolvers<undefined> | null
  let locks: string[]
  let quits: number
  let onQuit: ((exitCode: number) => void)[]
  let nativeUpdater: EventEmitter

  const describeRelease = (version: string, content: Buffer): string =>
    [
      `version: ${version}`,
      'files:',
      `  - url: ${FILE}`,
      `    sha512: ${sha512(content)}`,
      `    size: ${content.length}`,
      `path: ${FILE}`,
      `sha512: ${sha512(content)}`,
      `releaseDate: '2026-11-21T00:00:00.000Z'`,
    ].join('\n')

  const load = async (): Promise<{
    autoUpdater: AppImageUpdater
    CancellationToken: typeof CancellationToken
  }> => {
    const { port } = server.address() as AddressInfo
    const configuration = join(folder, 'app-update.yml')
    await writeFile(
      configuration,
      `provider: generic\nurl: http://127.0.0.1:${port}\nupdaterCacheDirName: beckon-updater\n`,
    )
    const autoUpdater = new AppImageUpdater(null, {
      version: '1.0.0',
      name: 'Beckon',
      isPackaged: true,
      appUpdateConfigPath: configuration,
      userDataPath: join(folder, 'data'),
      baseCachePath: join(folder, 'cache'),
      whenReady: () => Promise.resolve(),
      relaunch: () => undefined,
      quit: () => {
        quits++
      },
      onQuit: (handler: (exitCode: number) => void) => void onQuit.push(handler),
    })
    const httpExecutor = new ElectronHttpExecutor()
    // The one thing that needs Electron: its network, for which Node's has to do.
    Object.assign(httpExecutor, {
      createRequest: (options: RequestOptions, callback: () => void) => request(options, callback),
      addRedirectHandlers: () => undefined,
    })
    Object.assign(autoUpdater, { httpExecutor })
    return { autoUpdater, CancellationToken }
  }
  const createUpdater = (format: Format = 'AppImage') =>
    createElectronUpdater({
      format,
      load,
      app: {
        releaseSingleInstanceLock: () => void locks.push('released'),
        requestSingleInstanceLock: () => locks.push('taken') > 0,
      },
      autoUpdater: () => nativeUpdater as never,
      onQuitting: () => undefined,
    })
  const quietly = { signal: new AbortController().signal, onProgress: () => undefined }

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'beckon-updates-'))
    await mkdir(join(folder, 'data'))
    const installed = join(folder, 'Beckon.AppImage')
    // The old release: says that it was started, and ends.
    await writeFile(installed, '#!/bin/sh\nexit 0\n')
    await chmod(installed, 0o755)
    process.env.APPIMAGE = installed
    asked = []
    locks = []
    quits = 0
    onQuit = []
    halfway = null
    nativeUpdater = new EventEmitter()
    metadata = describeRelease('2.0.0', release)
    server = createServer(({ url }, response) => {
      const path = new URL(url ?? '/', 'http://127.0.0.1').pathname
      asked.push(path)
      if (path === '/latest-linux.yml') {
        response.end(metadata)
      } else if (path === `/${FILE}`) {
        response.setHeader('content-length', release.length)
        response.write(release.subarray(0, release.length / 2))
        if (halfway) halfway.resolve(undefined)
        else response.end(release.subarray(release.length / 2))
      } else {
        response.statusCode = 404
        response.end()
      }
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  })

  afterEach(async () => {
    delete process.env.APPIMAGE
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
    await rm(folder, { recursive: true, force: true })
  })

  it('finds a newer release, and nothing where there is none', async () => {
    expect(await createUpdater().check()).toBe('2.0.0')
    for (const version of ['1.0.0', '0.9.0']) {
      metadata = describeRelease(version, release)
      expect(await createUpdater().check()).toBeNull()
    }
    expect(new Set(asked)).toEqual(new Set(['/latest-linux.yml']))
  })

  it('downloads it, telling how far it is', async () => {
    const updater = createUpdater()
    await updater.check()
    const told: number[] = []
    await updater.download({ ...quietly, onProgress: (percent) => told.push(percent) })
    expect(told.at(-1)).toBe(100)
    const downloaded = join(folder, 'cache/beckon-updater/pending', FILE)
    expect(await readFile(downloaded)).toEqual(release)
  })

  it('refuses what is not what the metadata says', async () => {
    metadata = describeRelease('2.0.0', Buffer.from('something else'))
    const updater = createUpdater()
    await updater.check()
    await expect(updater.download(quietly)).rejects.toMatchObject({ code: 'ERR_CHECKSUM_MISMATCH' })
  })

  it('rejects when the server has nothing to say', async () => {
    metadata = 'not: a release'
    await expect(createUpdater().check()).rejects.toThrow()
  })

  it('breaks off when told to, and can begin anew', async () => {
    halfway = Promise.withResolvers<undefined>()
    const updater = createUpdater()
    await updater.check()
    const controller = new AbortController()
    const download = updater.download({ ...quietly, signal: controller.signal })
    await halfway.promise
    controller.abort()
    await expect(download).rejects.toThrow()
    halfway = null
    await expect(updater.download(quietly)).resolves.toBeUndefined()
  })

  it.each([
    ['AppImage', 1],
    // They ask for a password, which nobody expects of closing a program.
    ['deb', 0],
    ['rpm', 0],
  ] as const)('installs by itself when the app ends: %s %i', async (format, handlers) => {
    const updater = createUpdater(format)
    await updater.check()
    await updater.download(quietly)
    expect(onQuit).toHaveLength(handlers)
  })

  it('gives up its place for the new AppImage, and takes it back when that does not come', async () => {
    const updater = createUpdater()
    await updater.check()
    await updater.download(quietly)
    // There is nothing to replace any more.
    process.env.APPIMAGE = join(folder, 'moved/Beckon.AppImage')
    const failed = Promise.withResolvers<unknown>()
    updater.install(failed.resolve)
    expect(await failed.promise).toMatchObject({ code: 'ENOENT' })
    expect(locks).toEqual(['released', 'taken'])
    expect(quits).toBe(0)
  })
})
