import { describe, expect, it } from 'vitest'
import type { GuestStatus, ShareStatus } from '#shared/ipc/share-status.ts'
import { drawConsequences } from './consequences.ts'
import { Emitter } from '#shared/emitter.ts'
import type { SettingsServiceEvents } from './settings/service.ts'
import { defaultStored } from './settings/stored.ts'
import { AppModel } from './state/app-model.ts'

const mina: GuestStatus = { id: 'm', name: 'Mina', state: 'waiting', mayBeAccepted: true, controls: false }
const open = (...guests: GuestStatus[]): ShareStatus => ({ kind: 'open', paused: false, code: null, guests })

/** The outside of an app, as far as one could see and hear it. */
const createWorld = ({ shortcutWorks = true } = {}) => {
  const happened: string[] = []
  let forgotten = 0
  const lasting = { awake: false, shortcut: null as string | null, shortcutNoted: true }
  const model = new AppModel()
  const changes = new Emitter<SettingsServiceEvents>()
  let settings = defaultStored.settings
  drawConsequences({
    model,
    link: {
      post: (channel, ...payload) =>
        void happened.push([channel, ...payload.map((it) => JSON.stringify(it))].join(' ')),
    },
    notifications: {
      announceGuest: ({ name }) => void happened.push(`${name} asks`),
      withdrawGuest: (id) => void happened.push(`${id} withdrawn`),
      sayStillSharing: () => void happened.push('still sharing'),
      sayEnded: () => void happened.push('ended'),
      sayShortcutRefused: () => void happened.push('shortcut refused'),
    },
    chooser: {
      forget: () => {
        forgotten++
      },
    },
    networkServer: { close: () => Promise.resolve(void happened.push('server closed')) },
    stayAwake: { set: (wanted) => (lasting.awake = wanted) },
    shortcut: {
      take: (accelerator) => {
        lasting.shortcut = shortcutWorks ? accelerator : null
        return shortcutWorks || accelerator === null
      },
    },
    settings: {
      get current() {
        return settings
      },
      noteShortcut: (works) => void (lasting.shortcutNoted = works),
      on: changes.on.bind(changes),
    },
  })
  return {
    happened,
    lasting,
    forgotten: () => forgotten,
    model,
    chooseShortcut: (stopShortcut: string | null) => {
      settings = { ...settings, stopShortcut }
      changes.emit('changed', { settings, shortcutRefused: false, isWayland: false, brokenFile: null })
    },
    publish: (share: ShareStatus, viewing = false) =>
      model.accept({ kind: 'published', status: { share, viewing } }),
  }
}

describe('the consequences', () => {
  it('of a whole session, in order', () => {
    const { happened, model, publish } = createWorld()
    publish({ kind: 'starting' })
    publish(open())
    model.accept({ kind: 'window-closed' })
    publish(open(mina))
    publish(open({ ...mina, state: 'watching' }))
    model.accept({ kind: 'lock' })
    publish({ kind: 'ended', error: 'capture-ended' })
    expect(happened).toEqual([
      'still sharing',
      'Mina asks',
      'm withdrawn',
      'share:commanded {"kind":"pause"}',
      'ended',
      'server closed',
    ])
  })

  it('keep the computer awake while a screen is watched, here or there', () => {
    const { lasting, publish } = createWorld()
    publish(open(mina))
    expect(lasting.awake).toBe(false)
    publish(open({ ...mina, state: 'watching' }))
    expect(lasting.awake).toBe(true)
    publish({ kind: 'idle' })
    expect(lasting.awake).toBe(false)
    publish({ kind: 'idle' }, true)
    expect(lasting.awake).toBe(true)
  })

  it('take the shortcut while something can be stopped', () => {
    const { lasting, publish } = createWorld()
    expect(lasting.shortcut).toBeNull()
    publish({ kind: 'starting' })
    expect(lasting.shortcut).toBe(defaultStored.settings.stopShortcut)
    publish(open())
    expect(lasting.shortcut).toBe(defaultStored.settings.stopShortcut)
    publish({ kind: 'ended', error: null })
    expect(lasting.shortcut).toBeNull()
  })

  it('take another shortcut as soon as it is chosen, while something can be stopped', () => {
    const { lasting, publish, chooseShortcut } = createWorld()
    chooseShortcut('Alt+F1')
    expect(lasting.shortcut).toBeNull()
    publish(open())
    expect(lasting.shortcut).toBe('Alt+F1')
    chooseShortcut('Alt+F2')
    expect(lasting.shortcut).toBe('Alt+F2')
    chooseShortcut(null)
    expect(lasting.shortcut).toBeNull()
  })

  it('say once a session that the shortcut is not to be had', () => {
    const { happened, lasting, publish } = createWorld({ shortcutWorks: false })
    publish({ kind: 'starting' })
    publish(open())
    expect(happened).toEqual(['shortcut refused'])
    expect(lasting.shortcutNoted).toBe(false)
  })

  it('forget what was chosen in the tray once sharing has failed, and not because a page has loaded', () => {
    const { forgotten, model, publish } = createWorld()
    model.accept({ kind: 'page-lost' })
    publish({ kind: 'idle' })
    publish({ kind: 'starting' })
    expect(forgotten()).toBe(0)
    publish({ kind: 'ended', error: 'server-unreachable' })
    expect(forgotten()).toBe(1)
    model.accept({ kind: 'window', window: 'focused' })
    expect(forgotten()).toBe(1)
  })

  it('end what is watched with the window', () => {
    const { happened, model, publish } = createWorld()
    publish({ kind: 'idle' }, true)
    model.accept({ kind: 'window-closed' })
    expect(happened).toEqual(['join:dismissed'])
  })
})
