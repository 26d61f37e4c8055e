import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Log } from '../log/log.ts'
import { migrate, readStored } from './read.ts'
import { SettingsStore } from './store.ts'
import { defaultStored, STORED_VERSION, type Stored } from './stored.ts'

const hosted: Stored = {
  ...defaultStored,
  settings: { ...defaultStored.settings, server: { kind: 'hosted', url: 'https://beckon.example' } },
  window: { x: -8, y: 20, width: 900, height: 700, maximized: false },
}

describe('reading the settings', () => {
  it('takes what was written', () => {
    expect(readStored(JSON.stringify(hosted))).toEqual({ ok: true, value: hosted })
  })

  it.each([
    ['not-json', ''],
    ['not-json', '{"version": 1,'],
    ['invalid', '[]'],
    ['invalid', 'null'],
    ['no-version', '{}'],
    ['no-version', JSON.stringify({ ...hosted, version: '1' })],
    ['no-version', JSON.stringify({ ...hosted, version: 0 })],
    ['too-new', JSON.stringify({ ...hosted, version: STORED_VERSION + 1 })],
    ['invalid', JSON.stringify({ ...hosted, lastDisplayId: 7 })],
    ['invalid', JSON.stringify({ ...hosted, extra: true })],
    ['invalid', JSON.stringify({ ...hosted, settings: { ...hosted.settings, server: { kind: 'hosted' } } })],
  ])('refuses a file as a whole: %s for %s', (error, text) => {
    expect(readStored(text)).toEqual({ ok: false, error })
  })

  it('takes what the first release wrote, and adds what has come since', () => {
    const { automaticUpdates, controlOnWayland, ...settings } = hosted.settings
    expect(readStored(JSON.stringify({ ...hosted, version: 1, settings }))).toEqual({
      ok: true,
      value: { ...hosted, settings: { ...settings, automaticUpdates: true, controlOnWayland: false } },
    })
    expect([automaticUpdates, controlOnWayland]).toEqual([true, false])
    expect(readStored(JSON.stringify({ ...hosted, version: 1, settings: [] })).ok).toBe(false)
  })

  it('never throws, whatever the file holds', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect(readStored(text).ok).toBe(false)
      }),
    )
  })
})

describe('migration', () => {
  const steps = {
    1: ({ server }: Readonly<Record<string, unknown>>) => ({ servers: [server] }),
    2: ({ servers }: Readonly<Record<string, unknown>>) => ({ servers, theme: 'dark' }),
  }

  it('goes through every version in between', () => {
    expect(migrate({ version: 1, server: 'a' }, steps, 3)).toEqual({
      ok: true,
      value: { version: 3, servers: ['a'], theme: 'dark' },
    })
    expect(migrate({ version: 2, servers: [] }, steps, 3)).toEqual({
      ok: true,
      value: { version: 3, servers: [], theme: 'dark' },
    })
  })

  it('leaves the present version alone, and a later one', () => {
    expect(migrate({ version: 3, as: 'it is' }, steps, 3)).toEqual({
      ok: true,
      value: { version: 3, as: 'it is' },
    })
    expect(migrate({ version: 4 }, steps, 3)).toEqual({ ok: false, error: 'too-new' })
  })

  it('does not leap over a version it knows no way from', () => {
    expect(migrate({ version: 0 }, steps, 3)).toEqual({ ok: false, error: 'no-version' })
  })
})

describe('the settings store', () => {
  let folder: string
  let logged: string[]
  const log: Log = {
    info: (message) => void logged.push(message),
    warn: (message) => void logged.push(message),
    error: (message) => void logged.push(message),
  }
  const load = () => SettingsStore.load({ folder, log, now: () => Date.UTC(2026, 10, 20, 12) })
  const onDisk = async () => readStored(await readFile(join(folder, 'settings.json'), 'utf8'))

  beforeEach(async () => {
    logged = []
    folder = await mkdtemp(join(tmpdir(), 'beckon-settings-'))
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  it('begins with the defaults, and writes nothing until something changes', async () => {
    const store = await load()
    await store.flush()
    expect(store.current).toEqual(defaultStored)
    expect(await readdir(folder)).toEqual([])
    expect(logged).toEqual([])
  })

  it('keeps changes for the next start, the last of many, and leaves no temporary file', async () => {
    const store = await load()
    for (let width = 400; width < 420; width++)
      store.update({ window: { x: 0, y: 0, width, height: 300, maximized: true } })
    store.update({ lastDisplayId: '7' })
    await store.flush()
    const again = await load()
    expect(again.current).toEqual({
      ...defaultStored,
      lastDisplayId: '7',
      window: { x: 0, y: 0, width: 419, height: 300, maximized: true },
    })
    expect(await readdir(folder)).toEqual(['settings.json'])
  })

  it('keeps a broken file aside, says so, and begins anew', async () => {
    await writeFile(join(folder, 'settings.json'), '{ "version": 1, "settings": ')
    const store = await load()
    expect(store.current).toEqual(defaultStored)
    expect(store.brokenFile).toBe('settings.broken-2026-11-20T12-00-00.000Z.json')
    expect(await readFile(join(folder, store.brokenFile ?? ''), 'utf8')).toContain('"settings": ')
    expect(logged).toEqual(['settings broken, kept aside'])

    store.update({ lastDisplayId: '1' })
    await store.flush()
    expect((await onDisk()).ok).toBe(true)
    expect((await load()).brokenFile).toBeNull()
  })

  it('destroys nothing that it could not keep aside', async () => {
    const broken = '{ "version": 1, "settings": '
    await writeFile(join(folder, 'settings.json'), broken)
    await mkdir(join(folder, 'settings.broken-2026-11-20T12-00-00.000Z.json'))
    const store = await load()
    expect(store.brokenFile).toBe('settings.json')
    store.update({ lastDisplayId: '1' })
    await store.flush()
    expect(store.current.lastDisplayId).toBe('1')
    expect(await readFile(join(folder, 'settings.json'), 'utf8')).toBe(broken)
    expect(logged).toEqual(['settings broken, not kept aside'])
  })

  it('destroys nothing that it may not read', async () => {
    // Nobody can read a folder as a file, not even an administrator.
    await mkdir(join(folder, 'settings.json'))
    const store = await load()
    expect(store).toMatchObject({ current: defaultStored, brokenFile: 'settings.json' })
    store.update({ lastDisplayId: '1' })
    await store.flush()
    expect(await readdir(folder)).toEqual(['settings.json'])
    expect(logged).toEqual(['settings not readable'])
  })

  it('is not misled by a write that a crash cut short', async () => {
    const store = await load()
    store.update({ lastDisplayId: '1' })
    await store.flush()
    await writeFile(join(folder, 'settings.json.new'), '{ "vers')
    expect((await load()).current.lastDisplayId).toBe('1')
    expect(await readdir(folder)).toEqual(['settings.json'])
  })

  it('goes on without a disk to write to, and writes once there is one again', async () => {
    const store = await load()
    await rm(folder, { recursive: true })
    await writeFile(folder, 'a file where the folder was')
    store.update({ lastDisplayId: '1' })
    await store.flush()
    expect(store.current.lastDisplayId).toBe('1')
    expect(logged).toEqual(['settings not written'])

    await rm(folder)
    store.update({})
    await store.flush()
    expect(await onDisk()).toMatchObject({ value: { lastDisplayId: '1' } })
  })
})
