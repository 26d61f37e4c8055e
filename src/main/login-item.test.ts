import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Settings } from 'electron'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { autostartEntry, loginItemOf, setOpenAtLogin } from './login-item.ts'

describe('opening at login', () => {
  let configFolder: string
  const set = (platform: NodeJS.Platform, openAtLogin: boolean) => {
    const settings: Settings[] = []
    const app = { setLoginItemSettings: (it: Settings) => void settings.push(it) }
    const done = setOpenAtLogin(
      { platform, app, configFolder, executable: '/opt/Beckon/beckon' },
      openAtLogin,
    )
    return done.then(() => settings)
  }

  beforeEach(async () => {
    configFolder = await mkdtemp(join(tmpdir(), 'beckon-config-'))
  })
  afterEach(() => rm(configFolder, { recursive: true, force: true }))

  it.each(['darwin', 'win32'] as const)("is the system's business on %s", async (platform) => {
    expect(await set(platform, true)).toEqual([{ openAtLogin: true, args: ['--hidden'] }])
    expect(await set(platform, false)).toMatchObject([{ openAtLogin: false }])
    expect(await readdir(configFolder)).toEqual([])
  })

  it('is a file in a folder on Linux, which may be there or not', async () => {
    await set('linux', false)
    expect(await set('linux', true)).toEqual([])
    const entry = await readFile(join(configFolder, 'autostart', 'beckon.desktop'), 'utf8')
    expect(entry).toContain('\nExec="/opt/Beckon/beckon" --hidden\n')
    await set('linux', false)
    expect(await readdir(join(configFolder, 'autostart'))).toEqual([])
  })

  it.each([
    [{ APPIMAGE: '/home/ana/Beckon.AppImage' }, '/home/ana/Beckon.AppImage'],
    [{}, '/tmp/.mount_x/beckon'],
  ])('starts the file that stays where it is: %o', (env, executable) => {
    const paths: Record<string, string> = { appData: '/home/ana/.config', exe: '/tmp/.mount_x/beckon' }
    const app = { setLoginItemSettings: () => undefined, getPath: (name: string) => paths[name] ?? '' }
    expect(loginItemOf({ platform: 'linux', app, env })).toMatchObject({
      configFolder: '/home/ana/.config',
      executable,
    })
  })

  it('quotes what a path may hold', () => {
    expect(autostartEntry('/home/ana $HOME/100% "b`/Beckon')).toContain(
      'Exec="/home/ana \\\\$HOME/100%% \\\\"b\\\\`/Beckon" --hidden',
    )
  })
})
