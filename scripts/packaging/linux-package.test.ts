import { extractAll, extractFile, listPackage, statFile } from '@electron/asar'
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses'
import { execFile } from 'node:child_process'
import { access, constants, glob, mkdtemp, readFile, rm } from 'node:fs/promises'
import { isBuiltin } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { Script } from 'node:vm'
import ts from 'typescript'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import manifest from '../../package.json' with { type: 'json' }
import { root, webRoot } from '../lib/paths.ts'
import { packageForLinux } from './package-for-linux.ts'

/** Everything that may lie in the archive. Whatever else turns up is a source, a test, a secret, or news. */
const expectedFiles = [
  /^package\.json$/,
  /^out\/main\/(\w+\/)?[\w-]+\.js$/,
  /^out\/preload\/index\.cjs$/,
  /^out\/renderer\/(index|overlay)\.html$/,
  /^build\/icons\/256x256\.png$/,
  /^out\/renderer\/assets\/[\w.-]+\.(js|css|svg|png|woff2)$/,
  /^node_modules\/koffi\/(package\.json|LICENSE\.txt|(src\/koffi\/)?index\.js|src\/koffi\/src\/static\.js)$/,
  /^node_modules\/@koromix\/koffi-linux-\w+\/(package\.json|index\.js|linux_\w+\/koffi\.node)$/,
  /^resources\/tray\/(idle|waiting|live|paused|controlled)(Template)?(@2x)?\.png$/,
]

const filesIn = async (folder: string): Promise<readonly string[]> => {
  const files: string[] = []
  for await (const entry of glob('**/*', { cwd: folder, withFileTypes: true })) {
    if (entry.isFile()) files.push(join(entry.parentPath, entry.name).slice(folder.length + 1))
  }
  return files.sort()
}

describe('the package for Linux', () => {
  let folder: string
  let app: string
  let archive: string
  let files: readonly string[]

  const readText = (file: string): string => extractFile(archive, file).toString('utf8')
  const isFile = (path: string): boolean => !('files' in statFile(archive, path))

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'beckon-package-'))
    app = await packageForLinux(folder)
    archive = join(app, 'resources/app.asar')
    files = listPackage(archive, { isPack: false })
      .map((path) => path.slice(1))
      .filter(isFile)
  }, 120_000)

  afterAll(() => rm(folder, { recursive: true, force: true }))

  it('holds what was built and nothing besides', () => {
    expect(files.filter((file) => !expectedFiles.some((pattern) => pattern.test(file)))).toEqual([])
    for (const pattern of expectedFiles) expect(files.some((file) => pattern.test(file))).toBe(true)
  })

  it('tells nothing of the computer it was built on', () => {
    const scripts = files.filter((file) => /\.(c?js|html|json)$/.test(file))
    expect(scripts.filter((file) => readText(file).includes(root))).toEqual([])
  })

  it('needs nothing at run time but Electron, Node, its own files and the library for native calls', () => {
    const scripts = files.filter((file) => /^out\/(main|preload)\/.*js$/.test(file))
    const packages = scripts
      .flatMap((file) => ts.preProcessFile(readText(file), true, true).importedFiles)
      .map(({ fileName }) => fileName)
      .filter((name) => !name.startsWith('.') && !isBuiltin(name))
    expect([...new Set(packages)].sort()).toEqual(['electron', 'koffi'])
  })

  it('keeps native modules outside the archive, where the system can load them', () => {
    const natives = files.filter((file) => file.endsWith('.node'))
    expect(natives).toHaveLength(1)
    expect(natives.filter((file) => !('unpacked' in statFile(archive, file)))).toEqual([])
  })

  it('has all of koffi that it needs to call the system', async () => {
    const unpacked = join(folder, 'unpacked')
    extractAll(archive, unpacked)
    const entry = pathToFileURL(join(unpacked, 'node_modules/koffi/index.js')).href
    const script = `
      const { default: koffi } = await import(${JSON.stringify(entry)})
      console.log(koffi.load(null).func('int getpid()')() === process.pid)`
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script])
    expect(stdout.trim()).toBe('true')
  })

  it('has a preload that the sandbox can load: one CommonJS script that requires electron alone', () => {
    const preload = readText('out/preload/index.cjs')
    expect(() => new Script(`(function (require, module, exports) {${preload}\n})`)).not.toThrow()
    const required = [...preload.matchAll(/\brequire\((.*?)\)/g)].map(([, argument]) => argument)
    expect(required).toEqual(['"electron"'])
  })

  it('describes the app, without scripts and tools', () => {
    const packaged = JSON.parse(readText('package.json')) as Record<string, unknown>
    const { name, productName, version, description, license, type, main, desktopName } = manifest
    expect(packaged).toMatchObject({
      name,
      productName,
      version,
      description,
      license,
      type,
      main,
      desktopName,
    })
    expect(packaged).not.toHaveProperty('scripts')
    expect(packaged).not.toHaveProperty('devDependencies')
    expect(files).toContain(main)
  })

  it('has its fuses set', async () => {
    const { On, Off } = { On: FuseState.ENABLE, Off: FuseState.DISABLE }
    const { version, ...fuses } = await getCurrentFuseWire(join(app, 'beckon'))
    expect(version).toBe('1')
    expect(fuses).toMatchObject({
      [FuseV1Options.RunAsNode]: Off,
      [FuseV1Options.EnableCookieEncryption]: On,
      [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: Off,
      [FuseV1Options.EnableNodeCliInspectArguments]: Off,
      [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: On,
      [FuseV1Options.OnlyLoadAppFromAsar]: On,
      [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: Off,
      [FuseV1Options.GrantFileProtocolExtraPrivileges]: Off,
    })
  })

  it('brings the web edition for browsers on the same network, as plain files', async () => {
    expect(await filesIn(join(app, 'resources/web'))).toEqual(await filesIn(webRoot))
    expect(await readFile(join(app, 'resources/web/index.html'))).toEqual(
      await readFile(join(webRoot, 'index.html')),
    )
  })

  it('comes with its licence', async () => {
    expect(await readFile(join(app, 'resources/LICENSE'), 'utf8')).toContain('MIT')
  })

  it("comes with other people's licences", async () => {
    const licenses = (file: string) => readFile(join(app, 'resources/licenses', file), 'utf8')
    const [main, window, web] = await Promise.all([
      licenses('main.md'),
      licenses('window.md'),
      readFile(join(app, 'resources/web/third-party-licenses.md'), 'utf8'),
    ])
    // Some of each, of which nobody would think; a package without its text would show up as a bare heading.
    for (const name of ['electron-updater', 'socket.io', 'valibot']) expect(main).toContain(`## ${name} `)
    for (const text of [window, web])
      for (const name of ['@vue/runtime-core', 'simple-peer', '@noble/curves'])
        expect(text).toContain(`## ${name} `)
    for (const text of [main, window, web]) expect(text).toMatch(/permission is hereby granted/i)
    expect(files).toContain('node_modules/koffi/LICENSE.txt')
  })

  it("can be started, and speaks the app's languages", async () => {
    await expect(access(join(app, 'beckon'), constants.X_OK)).resolves.toBeUndefined()
    expect(await filesIn(join(app, 'locales'))).toEqual(['en-US.pak', 'ko.pak'])
  })
})
