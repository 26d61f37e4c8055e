import { EventEmitter } from 'node:events'
import type { NotificationConstructorOptions } from 'electron'
import { describe, expect, it } from 'vitest'
import { catalogues } from './i18n/index.ts'
import { Notifications } from './notifications.ts'

const mina = { id: 'm', name: 'Mina', state: 'waiting', mayBeAccepted: true, controls: false } as const

/** A desktop that shows notifications, on which buttons can be pressed as far as they are there. */
const createDesktop = (platform: NodeJS.Platform, isSupported = true) => {
  const showing = new Set<FakeNotification>()
  class FakeNotification extends EventEmitter {
    static isSupported = () => isSupported
    readonly options: NotificationConstructorOptions
    constructor(options: NotificationConstructorOptions) {
      super()
      this.options = options
    }
    show() {
      showing.add(this)
    }
    close() {
      showing.delete(this)
      this.emit('close', {})
    }
    press(text: string) {
      const actionIndex = (this.options.actions ?? []).findIndex((it) => it.text === text)
      if (actionIndex < 0) throw new Error(`no button ${text}`)
      this.emit('action', { actionIndex })
    }
  }
  const happened: unknown[] = []
  const notifications = new Notifications({
    electron: { Notification: FakeNotification } as never,
    platform,
    texts: () => catalogues.en,
    onAnswer: (guestId, answer) => happened.push([guestId, answer]),
    onOpen: () => happened.push('open'),
  })
  const only = () => {
    const [shown, ...more] = showing
    if (!shown || more.length > 0) throw new Error(`${showing.size} notifications are shown`)
    return shown
  }
  return { notifications, showing, happened, only }
}

describe('a request to join', () => {
  it.each(['darwin', 'win32'] as const)('can be answered on %s', (platform) => {
    const { notifications, only, happened } = createDesktop(platform)
    notifications.announceGuest(mina)
    expect(only().options.title).toBe('Mina wants to see your screen')
    only().press('Let in')
    only().press('Refuse')
    expect(happened).toEqual([
      ['m', 'accept'],
      ['m', 'deny'],
    ])
  })

  it('has no buttons on Linux, and leads to the window', () => {
    const { notifications, only, happened } = createDesktop('linux')
    notifications.announceGuest(mina)
    expect(only().options.actions).toEqual([])
    only().emit('click')
    expect(happened).toEqual(['open'])
  })

  it('ignores buttons that it does not have', () => {
    const { notifications, only, happened } = createDesktop('darwin')
    notifications.announceGuest(mina)
    only().emit('action', { actionIndex: -1 })
    only().emit('action', { actionIndex: 2 })
    expect(happened).toEqual([])
  })

  it('disappears when it is over, and only that one', () => {
    const { notifications, showing, only } = createDesktop('linux')
    notifications.announceGuest(mina)
    notifications.announceGuest({ ...mina, id: 'j', name: 'Joon' })
    notifications.withdrawGuest('m')
    notifications.withdrawGuest('nobody')
    expect(only().options.title).toContain('Joon')
    notifications.withdrawGuest('j')
    expect(showing.size).toBe(0)
  })

  it("keeps a viewer's markup out of the desktop's", () => {
    const { notifications, only } = createDesktop('linux')
    notifications.announceGuest({ ...mina, name: '<a href="x">Bank & Co</a>' })
    expect(only().options.title).toBe('a href="x"Bank  Co/a wants to see your screen')
  })

  it('does without a name', () => {
    const { notifications, only } = createDesktop('linux')
    notifications.announceGuest({ ...mina, name: '' })
    expect(only().options.title).toBe('Someone without a name wants to see your screen')
  })
})

describe('notifications', () => {
  it('open the window when clicked', () => {
    const { notifications, showing, happened } = createDesktop('linux')
    notifications.sayStillSharing()
    notifications.sayEnded()
    notifications.saySettingsBroken('settings.broken-1.json')
    notifications.sayShortcutRefused()
    for (const shown of showing) shown.emit('click')
    expect(happened).toEqual(['open', 'open', 'open', 'open'])
    expect([...showing].some(({ options }) => options.body?.includes('settings.broken-1.json'))).toBe(true)
  })

  it('are not tried where nobody shows them', () => {
    const { notifications, showing } = createDesktop('linux', false)
    notifications.announceGuest(mina)
    notifications.withdrawGuest('m')
    notifications.sayEnded()
    expect(showing.size).toBe(0)
  })
})
