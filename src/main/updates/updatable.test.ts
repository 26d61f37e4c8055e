import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { updatableFormat, type InstalledApp } from './updatable.ts'

describe('what an update can replace', () => {
  let resources: string
  const formatOf = (changes: Partial<InstalledApp>) =>
    updatableFormat({ platform: 'linux', env: {}, isPackaged: true, resources, ...changes })
  const put = (file: string, content = '') => writeFile(join(resources, file), content)

  beforeEach(async () => {
    resources = await mkdtemp(join(tmpdir(), 'beckon-resources-'))
    await put('app-update.yml')
  })
  afterEach(() => rm(resources, { recursive: true, force: true }))

  it('is the installed app on Windows and macOS', () => {
    expect(formatOf({ platform: 'win32' })).toBe('nsis')
    expect(formatOf({ platform: 'darwin' })).toBe('mac')
    expect(formatOf({ platform: 'freebsd' })).toBeNull()
  })

  it('is an AppImage, where its person may write', () => {
    expect(formatOf({ env: { APPIMAGE: join(resources, 'Beckon.AppImage') } })).toBe('AppImage')
    expect(formatOf({ env: { APPIMAGE: join(resources, 'not/there/Beckon.AppImage') } })).toBeNull()
  })

  it.each(['deb', 'rpm'] as const)('is a package of the system: %s', async (type) => {
    await put('package-type', `${type}\n`)
    expect(formatOf({})).toBe(type)
  })

  it('is nothing in a mere folder, or in the package of another system', async () => {
    expect(formatOf({})).toBeNull()
    await put('package-type', 'flatpak')
    expect(formatOf({})).toBeNull()
  })

  it('is nothing in development, or without a server to ask', async () => {
    expect(formatOf({ platform: 'win32', isPackaged: false })).toBeNull()
    await rm(join(resources, 'app-update.yml'))
    expect(formatOf({ platform: 'win32' })).toBeNull()
  })
})
