import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Log } from '../log/log.ts'
import { rememberServer, SettingsService } from './service.ts'
import { SettingsStore } from './store.ts'
import { defaultStored } from './stored.ts'

const log: Log = { info: () => {}, warn: () => {}, error: () => {} }
const hosted = (url: string) => ({ server: { kind: 'hosted', url } }) as const
const defaults = defaultStored.settings

describe('the settings service', () => {
  let folder: string
  let store: SettingsStore
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'beckon-service-'))
    store = await SettingsStore.load({ folder, log, now: () => 0 })
  })
  afterEach(async () => {
    await store.flush()
    await rm(folder, { recursive: true, force: true })
  })

  const createService = ({ loginFails = false, taken = '' } = {}) => {
    const logins: boolean[] = []
    const service = new SettingsService({
      isWayland: false,
      store,
      setOpenAtLogin: (openAtLogin) => {
        if (loginFails) return Promise.reject(new Error('EACCES'))
        logins.push(openAtLogin)
        return Promise.resolve()
      },
      canTakeShortcut: (accelerator) => accelerator !== taken,
      log,
    })
    const reported: boolean[] = []
    service.on('changed', ({ shortcutRefused }) => reported.push(shortcutRefused))
    return { service, logins, reported }
  }

  it('changes what is named, and nothing else', async () => {
    const { service, logins } = createService()
    const changed = await service.change({ ...hosted('https://a.example'), openAtLogin: undefined })
    expect(changed).toEqual({
      ok: true,
      value: {
        settings: { ...defaults, ...hosted('https://a.example'), recentServers: ['https://a.example'] },
        shortcutRefused: false,
        isWayland: false,
        brokenFile: null,
      },
    })
    expect(logins).toEqual([])
    await store.flush()
    const again = await SettingsStore.load({ folder, log, now: () => 0 })
    expect(again.current.settings).toEqual(service.current)
  })

  it('asks the system once to open at login', async () => {
    const { service, logins } = createService()
    await service.change({ openAtLogin: true })
    await service.change({ openAtLogin: true })
    expect(logins).toEqual([true])
    expect(service.current.openAtLogin).toBe(true)
  })

  it('does not claim what the system refused', async () => {
    const { service, reported } = createService({ loginFails: true })
    expect(await service.change({ openAtLogin: true })).toMatchObject({
      ok: false,
      error: { code: 'not-allowed' },
    })
    expect(service.current.openAtLogin).toBe(false)
    expect(reported).toEqual([])
  })

  it('says that a shortcut is taken, keeps it, and forgets that with another', async () => {
    const { service } = createService({ taken: 'Alt+A' })
    await service.change({ stopShortcut: 'Alt+A' })
    expect(service.report).toMatchObject({ shortcutRefused: true, settings: { stopShortcut: 'Alt+A' } })
    await service.change({ openAtLogin: true })
    expect(service.report.shortcutRefused).toBe(true)
    await service.change({ stopShortcut: null })
    expect(service.report.shortcutRefused).toBe(false)
  })

  it('tells of a shortcut that was lost or found when it was needed, once', () => {
    const { service, reported } = createService()
    service.noteShortcut(true)
    service.noteShortcut(false)
    service.noteShortcut(false)
    service.noteShortcut(true)
    expect(reported).toEqual([true, false])
  })
})

describe('recent servers', () => {
  it('begin with the one in use, once each, and are few', () => {
    const recent = ['https://a.example', 'https://b.example', 'https://c.example', 'https://d.example']
    expect(rememberServer(recent, hosted('https://c.example'))).toEqual([
      'https://c.example',
      'https://a.example',
      'https://b.example',
      'https://d.example',
    ])
    expect(rememberServer([...recent, 'https://e.example'], hosted('https://f.example'))).toHaveLength(5)
    expect(rememberServer(recent, defaults)).toEqual(recent)
  })
})
