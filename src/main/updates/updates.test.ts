import { beforeEach, describe, expect, it } from 'vitest'
import type { UpdateStatus } from '#shared/ipc/update-status.ts'
import type { Log } from '../log/log.ts'
import { Updates, type DownloadOptions, type Updater } from './updates.ts'

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS

const settle = async (): Promise<void> => {
  for (let i = 0; i < 10; i++) await Promise.resolve()
}

/** An updater whose answers the test gives. */
class FakeUpdater implements Updater {
  asked = 0
  installs = 0
  latest: () => Promise<string | null> = () => Promise.resolve(null)
  downloads: (DownloadOptions & ReturnType<typeof Promise.withResolvers<undefined>>)[] = []
  failInstall: (cause: unknown) => void = () => undefined

  check(): Promise<string | null> {
    this.asked++
    return this.latest()
  }

  download(options: DownloadOptions): Promise<void> {
    const settled = Promise.withResolvers<undefined>()
    options.signal.addEventListener('abort', () => settled.reject(new Error('cancelled')))
    this.downloads.push({ ...options, ...settled })
    return settled.promise
  }

  install(onFailed: (cause: unknown) => void): void {
    this.installs++
    this.failInstall = onFailed
  }
}

describe('updates', () => {
  let updater: FakeUpdater
  let isBusy: boolean
  let isAutomatic: boolean
  let now: number
  let timers: { at: number; run: () => void }[]
  let logged: unknown[]
  let seen: UpdateStatus[]

  const clock = {
    now: () => now,
    after: (delayMs: number, run: () => void) => {
      const timer = { at: now + delayMs, run }
      timers.push(timer)
      return () => void (timers = timers.filter((it) => it !== timer))
    },
  }
  const log: Log = {
    info: () => undefined,
    warn: (...line) => void logged.push(line),
    error: (...line) => void logged.push(line),
  }
  const pass = async (durationMs: number): Promise<void> => {
    now += durationMs
    const due = timers.filter(({ at }) => at <= now)
    timers = timers.filter(({ at }) => at > now)
    for (const { run } of due) run()
    await settle()
  }
  const create = (of: Updater | null = updater): Updates => {
    const updates = new Updates({
      updater: of,
      isAutomatic: () => isAutomatic,
      isBusy: () => isBusy,
      clock,
      log,
    })
    updates.on('changed', (status) => seen.push(status))
    return updates
  }
  const found = async (): Promise<Updates> => {
    updater.latest = () => Promise.resolve('2.0.0')
    const updates = create()
    await updates.check()
    return updates
  }
  /** Checked, found, and downloaded by now. */
  const ready = async (): Promise<Updates> => {
    updater.latest = () => Promise.resolve('2.0.0')
    const updates = create()
    const checked = updates.check()
    await settle()
    updater.downloads[0]?.resolve(undefined)
    await checked
    return updates
  }

  beforeEach(() => {
    updater = new FakeUpdater()
    isBusy = false
    isAutomatic = true
    now = 0
    timers = []
    logged = []
    seen = []
  })

  it('looks a minute after the start, and once a day from then on, with one timer', async () => {
    const updates = create()
    expect(updates.status).toEqual({ kind: 'idle' })
    await pass(MINUTE_MS - 1)
    expect(updater.asked).toBe(0)
    await pass(1)
    expect(updater.asked).toBe(1)
    expect(updates.status).toEqual({ kind: 'current' })
    expect(timers).toHaveLength(1)
    await pass(DAY_MS - 1)
    expect(updater.asked).toBe(1)
    await pass(1)
    expect(updater.asked).toBe(2)
    expect(timers).toHaveLength(1)
  })

  it('looks only when asked once the person has turned it off', async () => {
    const updates = create()
    isAutomatic = false
    updates.follow()
    expect(timers).toEqual([])
    await pass(2 * DAY_MS)
    expect(updater.asked).toBe(0)
    await updates.check()
    expect(updater.asked).toBe(1)
    isAutomatic = true
    updates.follow()
    updates.follow()
    expect(timers).toHaveLength(1)
  })

  it('does nothing at all where the app cannot replace itself', async () => {
    const updates = create(null)
    updates.follow()
    await updates.check()
    updates.install()
    expect(updates.status).toEqual({ kind: 'unavailable' })
    expect(timers).toEqual([])
    expect(seen).toEqual([])
  })

  it('tells how a download comes along, in whole percent, and waits for a restart', async () => {
    updater.latest = () => Promise.resolve('2.0.0')
    const updates = create()
    const checked = updates.check()
    await settle()
    const [download] = updater.downloads
    for (const percent of [0.4, 49.9, 49.95, 100.2]) download?.onProgress(percent)
    download?.resolve(undefined)
    await checked
    download?.onProgress(3)
    expect(seen).toEqual([
      { kind: 'checking' },
      { kind: 'found', version: '2.0.0' },
      { kind: 'downloading', version: '2.0.0', percent: 0 },
      { kind: 'downloading', version: '2.0.0', percent: 49 },
      { kind: 'downloading', version: '2.0.0', percent: 100 },
      { kind: 'ready', version: '2.0.0' },
    ])
    expect(updater.installs).toBe(0)
    updates.install()
    expect(updater.installs).toBe(1)
  })

  it('puts off a check that falls into a session', async () => {
    const updates = create()
    isBusy = true
    await pass(MINUTE_MS)
    expect(updater.asked).toBe(0)
    isBusy = false
    updates.follow()
    await settle()
    expect(updater.asked).toBe(1)
    updates.follow()
    await settle()
    expect(updater.asked).toBe(1)
  })

  it('downloads nothing during a session, and what was found after it', async () => {
    isBusy = true
    const updates = await found()
    expect(updates.status).toEqual({ kind: 'found', version: '2.0.0' })
    expect(updater.downloads).toEqual([])
    isBusy = false
    updates.follow()
    await settle()
    expect(updater.downloads).toHaveLength(1)
    expect(updates.status).toMatchObject({ kind: 'downloading' })
  })

  it('breaks off a download when a session begins, without a word, and takes it up again', async () => {
    updater.latest = () => Promise.resolve('2.0.0')
    const updates = create()
    const checked = updates.check()
    await settle()
    isBusy = true
    updates.follow()
    await checked
    expect(updater.downloads[0]?.signal.aborted).toBe(true)
    expect(updates.status).toEqual({ kind: 'found', version: '2.0.0' })
    expect(logged).toEqual([])
    isBusy = false
    updates.follow()
    await settle()
    expect(updater.downloads).toHaveLength(2)
  })

  it('goes on at once when the session was over before the download had stopped', async () => {
    updater.latest = () => Promise.resolve('2.0.0')
    const updates = create()
    void updates.check()
    await settle()
    isBusy = true
    updates.follow()
    isBusy = false
    updates.follow()
    await settle()
    expect(updater.downloads).toHaveLength(2)
    expect(updates.status).toMatchObject({ kind: 'downloading', percent: 0 })
  })

  it('asks once, however often it is told to', async () => {
    const updates = create()
    await Promise.all([updates.check(), updates.check()])
    expect(updater.asked).toBe(1)
  })

  it('logs a failure in one line without addresses, and tries again', async () => {
    const offline = new Error('net::ERR_INTERNET_DISCONNECTED at https://example.org/secret?token=1')
    updater.latest = () => Promise.reject(offline)
    const updates = create()
    await updates.check()
    expect(updates.status).toEqual({ kind: 'failed' })
    expect(logged).toEqual([['update failed', { at: 'check', reason: 'net::ERR_INTERNET_DISCONNECTED' }]])
    updater.latest = () => Promise.resolve(null)
    await updates.check()
    expect(updates.status).toEqual({ kind: 'current' })
  })

  it('says so when a download is not what was announced', async () => {
    updater.latest = () => Promise.resolve('2.0.0')
    const updates = create()
    const checked = updates.check()
    await settle()
    const mismatch = Object.assign(new Error('sha512 mismatch'), { code: 'ERR_CHECKSUM_MISMATCH' })
    updater.downloads[0]?.reject(mismatch)
    await checked
    expect(updates.status).toEqual({ kind: 'failed' })
    expect(logged).toEqual([['update failed', { at: 'download', reason: 'ERR_CHECKSUM_MISMATCH' }]])
  })

  it('goes on when the installer does not start', async () => {
    const updates = await ready()
    updates.install()
    updater.failInstall(new TypeError('no'))
    expect(updates.status).toEqual({ kind: 'failed' })
    expect(logged).toEqual([['update failed', { at: 'install', reason: 'TypeError' }]])
  })

  it('keeps what is ready: a later check asks nobody', async () => {
    const updates = await ready()
    await updates.check()
    expect(updater.asked).toBe(1)
    expect(updates.status).toEqual({ kind: 'ready', version: '2.0.0' })
  })
})
