import { describe, expect, it } from 'vitest'
import { failure } from '#shared/errors.ts'
import { invokes, sends } from '#shared/ipc/contract.ts'
import { err, ok } from '#shared/result.ts'
import type { Log } from '../log/log.ts'
import { createOwnPages } from '../origin.ts'
import { RendererLink } from './renderer-link.ts'
import { routeIpc, type InvokeHandlers, type SendHandlers } from './router.ts'

const { owns } = createOwnPages(null)
const silent: Log = { info: () => {}, warn: () => {}, error: () => {} }
const ourFrame = { url: 'app://beckon/share', parent: null }

/** A router behind which every handler notes that it was reached, reached as Electron reaches it. */
const createRouter = (changes: Partial<InvokeHandlers> = {}) => {
  const reached: string[] = []
  const logged: { message: string; fields: unknown }[] = []
  const registered = new Map<string, (event: unknown, payload: unknown) => unknown>()
  const note = (channel: string) => (payload: unknown) => {
    reached.push(`${channel} ${JSON.stringify(payload)}`)
    return ok(undefined)
  }
  const all = (channels: object) => Object.fromEntries(Object.keys(channels).map((it) => [it, note(it)]))
  const register = (channel: string, handler: never) => void registered.set(channel, handler)
  routeIpc(
    {
      ipcMain: { handle: register, on: register } as never,
      owns,
      log: {
        info: () => {},
        warn: (message, fields) => void logged.push({ message, fields }),
        error: (message) => void logged.push({ message, fields: null }),
      },
    },
    { ...(all(invokes) as unknown as InvokeHandlers), ...changes },
    all(sends) as unknown as SendHandlers,
  )
  return {
    reached,
    logged,
    registered,
    say: (channel: string, payload?: unknown, senderFrame: unknown = ourFrame) =>
      registered.get(channel)?.({ senderFrame }, payload),
  }
}

describe('the router', () => {
  it('answers at every channel of the contract, and at no other', () => {
    expect([...createRouter().registered.keys()].sort()).toEqual(
      [...Object.keys(invokes), ...Object.keys(sends)].sort(),
    )
  })

  const forged: [string, unknown][] = [
    ['a frame that has gone', null],
    ['a frame in our page', { url: 'app://beckon/', parent: ourFrame }],
    ['a web page', { url: 'https://evil.example/app://beckon/', parent: null }],
    ['a page of another app', { url: 'app://beckon.evil/', parent: null }],
    ['an empty page', { url: '', parent: null }],
    ['a blank page', { url: 'about:blank', parent: null }],
    ['a file', { url: 'file:///app/beckon/index.html', parent: null }],
  ]

  it.each(forged)('keeps out %s, and says so', async (_, frame) => {
    const { say, reached, logged } = createRouter()
    for (const channel of Object.keys(invokes))
      expect(await say(channel, undefined, frame)).toEqual(err(failure('not-allowed')))
    for (const channel of Object.keys(sends)) say(channel, undefined, frame)
    expect(reached).toEqual([])
    expect(logged).toHaveLength(Object.keys(invokes).length + Object.keys(sends).length)
    expect(logged[0]).toEqual({
      message: 'ipc refused',
      fields: { channel: Object.keys(invokes)[0], reason: 'sender' },
    })
  })

  it('lets in what is as agreed', async () => {
    const { say, reached } = createRouter()
    expect(await say('capture:choose', { requestId: 1, choice: null })).toEqual(ok(undefined))
    say('preferences:publish', { locale: 'ko', theme: 'dark' })
    expect(reached).toEqual([
      'capture:choose {"requestId":1,"choice":null}',
      'preferences:publish {"locale":"ko","theme":"dark"}',
    ])
  })

  it.each([
    ['capture:choose', { requestId: 0, choice: null }],
    ['capture:choose', { requestId: 1, choice: null, audio: true }],
    ['capture:choose', { requestId: 1, choice: { sourceId: 'x'.repeat(129), withSound: false } }],
    ['capture:list', undefined],
    ['settings:change', { recentServers: ['https://evil.example'] }],
    ['settings:change', { server: { kind: 'hosted', url: 'file:///etc' } }],
    ['settings:change', { networkPort: 80 }],
    ['app:relaunch', 'now'],
  ])('drops a malformed %s whole', async (channel, payload) => {
    const { say, reached, logged } = createRouter()
    expect(await say(channel, payload)).toEqual(err(failure('bad-request')))
    expect(reached).toEqual([])
    expect(logged).toEqual([{ message: 'ipc refused', fields: { channel, reason: 'payload' } }])
  })

  it('tells the page what went wrong by its code alone', async () => {
    const { say } = createRouter({
      'server:open': () => err(failure('server-unreachable', { cause: new Error('/home/mina') })),
    })
    expect(await say('server:open')).toEqual(err({ code: 'server-unreachable' }))
  })

  it('survives a bug in a handler, and keeps it from the page', async () => {
    const { say, logged } = createRouter({
      'settings:get': () => {
        throw new Error('/home/mina')
      },
    })
    expect(await say('settings:get')).toEqual(err({ code: 'internal' }))
    expect(logged).toEqual([{ message: 'settings:get failed', fields: null }])
  })

  it('sends nothing that the contract does not name', async () => {
    const { say } = createRouter({
      'app:about': () => ok({ version: '1.0.0', system: 'linux', home: '/home/mina' } as never),
      'capture:permission': () => ok('granted'),
    })
    expect(await say('app:about')).toEqual(err({ code: 'internal' }))
    expect(await say('capture:permission')).toEqual(ok('granted'))
  })
})

describe('the way to the page', () => {
  const createPage = () => {
    const said: unknown[] = []
    let destroyed = false
    return {
      said,
      destroy: () => (destroyed = true),
      page: {
        send: (...args: unknown[]) => void said.push(args),
        executeJavaScript: (code: string, userGesture?: boolean) => {
          said.push([code, userGesture])
          return Promise.resolve(null)
        },
        isDestroyed: () => destroyed,
      },
    }
  }

  it('keeps what is said until the page listens, in order', () => {
    const link = new RendererLink(silent)
    const { page, said } = createPage()
    link.post('app:navigated', { to: 'settings' })
    link.attach(page)
    link.startSharing()
    link.post('join:dismissed')
    expect(said).toEqual([])
    link.markReady()
    expect(said).toEqual([
      ['app:navigated', { to: 'settings' }],
      [`window.dispatchEvent(new Event('beckon:start-sharing'))`, true],
      ['join:dismissed'],
    ])
    link.post('share:commanded', { kind: 'stop' })
    expect(said).toHaveLength(4)
  })

  it('waits again while a page is loaded anew', () => {
    const link = new RendererLink(silent)
    const { page, said } = createPage()
    link.attach(page)
    link.markReady()
    link.markLost()
    link.post('app:navigated', { to: 'home' })
    expect(said).toEqual([])
    link.markReady()
    expect(said).toEqual([['app:navigated', { to: 'home' }]])
  })

  it('keeps one word of a kind, the last, for a page that takes its time', () => {
    const link = new RendererLink(silent)
    const { page, said } = createPage()
    link.attach(page)
    link.post('app:navigated', { to: 'home' })
    link.startSharing()
    link.startSharing()
    link.post('app:navigated', { to: 'join' })
    link.markReady()
    expect(said).toEqual([
      [`window.dispatchEvent(new Event('beckon:start-sharing'))`, true],
      ['app:navigated', { to: 'join' }],
    ])
  })

  it('commands no page to do what was meant for the one before', () => {
    const link = new RendererLink(silent)
    const { page, said } = createPage()
    link.attach(page)
    link.markReady()
    link.markLost()
    link.post('share:commanded', { kind: 'accept', guestId: 'm' })
    link.markReady()
    expect(said).toEqual([])
  })

  it('says nothing to a window that has gone', () => {
    const link = new RendererLink(silent)
    const { page, said, destroy } = createPage()
    link.attach(page)
    link.markReady()
    destroy()
    link.post('join:dismissed')
    link.startSharing()
    expect(said).toEqual([])
  })
})
