import { EventEmitter } from 'node:events'
import { describe, expect, it } from 'vitest'
import { ManualClock } from '#shared/testing/manual-clock.ts'
import { catalogues } from './i18n/index.ts'
import { Quitter } from './quit.ts'

/** An app that ends as Electron's does: unless somebody prevents it, and tries again later. */
const startApp = ({
  isSharing = false,
  answer = 0,
  cleanUp = () => Promise.resolve(),
  args = [] as readonly string[],
} = {}) => {
  const clock = new ManualClock()
  const happened: string[] = []
  const logged: string[] = []
  let endedCount = 0
  let mayBeHelped = true
  const app = Object.assign(new EventEmitter(), {
    quit: () => {
      app.emit('before-quit')
      const event = { prevented: false, preventDefault: () => (event.prevented = true) }
      app.emit('will-quit', event)
      if (!event.prevented) endedCount++
    },
    relaunch: (how: { args: string[] }) => void happened.push(['relaunch', ...how.args].join(' ')),
  })
  const quitter = new Quitter({
    electron: { app } as never,
    showMessageBox: ({ buttons = [], cancelId = -1 }) => {
      expect(mayBeHelped).toBe(false)
      happened.push(`asked, ${buttons[cancelId] ?? ''} by default`)
      return Promise.resolve({ response: answer, checkboxChecked: false })
    },
    isSharing: () => isSharing,
    withoutHelpers: (ask) => {
      mayBeHelped = false
      return ask().finally(() => (mayBeHelped = true))
    },
    texts: () => catalogues.en,
    onQuitting: () => void happened.push('quitting'),
    cleanUp: async () => {
      await cleanUp()
      happened.push('clean')
    },
    args,
    clock,
    log: { info: () => {}, warn: () => {}, error: (message) => void logged.push(message) },
  })
  const settle = () => new Promise((resolve) => setImmediate(resolve))
  return { app, clock, quitter, happened, logged, settle, ended: () => endedCount }
}

describe('quitting', () => {
  it('ends once everything is closed, and only then', async () => {
    const { quitter, happened, settle, ended } = startApp()
    await quitter.request()
    expect(ended()).toBe(0)
    await settle()
    expect(happened).toEqual(['quitting', 'clean', 'quitting'])
    expect(ended()).toBe(1)
  })

  it('asks before it ends a session, and does not take no for a yes', async () => {
    const { quitter, happened, settle, ended } = startApp({ isSharing: true, answer: 1 })
    await quitter.request()
    await settle()
    expect(happened).toEqual(['asked, Go on sharing by default'])
    expect(ended()).toBe(0)
  })

  it('ends a session when the person says so', async () => {
    const { quitter, settle, ended } = startApp({ isSharing: true, answer: 0 })
    await quitter.request()
    await settle()
    expect(ended()).toBe(1)
  })

  it('asks once for two clicks', async () => {
    const { quitter, happened } = startApp({ isSharing: true, answer: 1 })
    await Promise.all([quitter.request(), quitter.request()])
    expect(happened).toHaveLength(1)
  })

  it('does not ask when the system ends the app', async () => {
    const { app, settle, ended, happened } = startApp({ isSharing: true })
    app.quit()
    await settle()
    expect(happened).not.toContain('asked, Go on sharing by default')
    expect(ended()).toBe(1)
  })

  it('is not held up by something that cannot be closed', async () => {
    const { quitter, logged, settle, ended } = startApp({ cleanUp: () => Promise.reject(new Error('no')) })
    await quitter.request()
    await settle()
    expect(logged).toEqual(['not everything was closed'])
    expect(ended()).toBe(1)
  })

  it('is not held up by something that never closes, and leaves no timer behind', async () => {
    const { clock, quitter, logged, settle, ended } = startApp({
      cleanUp: () => new Promise(() => undefined),
    })
    await quitter.request()
    clock.advance(2_999)
    await settle()
    expect(ended()).toBe(0)
    clock.advance(1)
    await settle()
    expect(logged).toEqual(['not everything was closed'])
    expect(ended()).toBe(1)
    expect(clock.pending).toBe(0)
  })

  it('can start anew, in sight, and without the link that this start came from', async () => {
    const args = ['.', '--hidden', 'beckon://join/48213-90571', '--other']
    const { clock, quitter, happened, settle, ended } = startApp({ args })
    await quitter.relaunch()
    await settle()
    expect(happened[0]).toBe('relaunch . --other')
    expect(ended()).toBe(1)
    expect(clock.pending).toBe(0)
  })

  it('asks before it starts anew, too', async () => {
    const { quitter, happened, settle, ended } = startApp({ isSharing: true, answer: 1 })
    await quitter.relaunch()
    await settle()
    expect(happened).toEqual(['asked, Go on sharing by default'])
    expect(ended()).toBe(0)
  })
})
