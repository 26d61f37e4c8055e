import type { MenuItemConstructorOptions } from 'electron'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { GuestStatus, ShareStatus } from '#shared/ipc/share-status.ts'
import { catalogues } from '../i18n/index.ts'
import { defaultStored } from '../settings/stored.ts'
import { trayMenu, type TrayActions, type TrayMenuModel } from './menu.ts'
import { trayMood, trayTooltip } from './mood.ts'
import { AppTray } from './tray.ts'

const texts = catalogues.en
const guest = (name: string, state: GuestStatus['state'], controls = false): GuestStatus => ({
  id: `id-${name}`,
  name,
  state,
  mayBeAccepted: state === 'waiting',
  controls,
})
const open = (
  guests: GuestStatus[] = [],
  paused = false,
  code: string | null = '48213 90571',
): ShareStatus => ({
  kind: 'open',
  paused,
  code,
  guests,
})

/** A menu whose items can be clicked by their path of labels, and what came of it. */
const menuOf = (
  share: ShareStatus,
  settings: TrayMenuModel['settings'] = defaultStored.settings,
  update: TrayMenuModel['update'] = { kind: 'idle' },
  controlEnd: number | null = null,
  texts = catalogues.en,
) => {
  const done: unknown[] = []
  const actions: TrayActions = {
    shareNow: () => done.push('share now'),
    chooseSource: () => done.push('choose'),
    command: (command) => done.push(command),
    letControl: (guestId) => done.push(['let control', guestId]),
    moreTime: (guestId) => done.push(['more time', guestId]),
    stopControl: (guestId) => done.push(['stop control', guestId]),
    copyCode: (code) => done.push(['copy', code]),
    useServer: (url) => done.push(['server', url]),
    openWindow: (to) => done.push(['open', to]),
    restartToUpdate: () => done.push('update'),
    quit: () => done.push('quit'),
  }
  const items = trayMenu({ share, controlEnd, settings, update }, texts, actions)
  const find = (path: string[]): MenuItemConstructorOptions => {
    const [label, ...rest] = path
    let found = items.find((it) => it.label === label)
    for (const next of rest) {
      const level = found?.submenu as MenuItemConstructorOptions[]
      found = level.find((it) => it.label === next)
    }
    if (!found) throw new Error(`no item ${path.join(' ▸ ')}`)
    return found
  }
  return {
    find,
    labels: items.map(({ type, label }) => (type === 'separator' ? '-' : label)),
    click: (...path: string[]) => {
      const { click, enabled } = find(path)
      if (enabled === false || !click) throw new Error(`${path.join(' ▸ ')} cannot be clicked`)
      click({} as never, undefined, {})
      return done.splice(0)
    },
  }
}

describe('the tray menu', () => {
  it('offers, at rest, to share, to join and to change the server', () => {
    const menu = menuOf({ kind: 'idle' })
    expect(menu.labels).toEqual([
      'Share my screen',
      'Choose what to share…',
      '-',
      'Join with a code…',
      'Server',
      '-',
      'Open Beckon',
      'Settings…',
      '-',
      'Quit Beckon',
    ])
    expect(menu.click('Share my screen')).toEqual(['share now'])
    expect(menu.click('Choose what to share…')).toEqual(['choose'])
    expect(menu.click('Join with a code…')).toEqual([['open', 'join']])
    expect(menu.click('Open Beckon')).toEqual([['open', 'home']])
    expect(menu.click('Settings…')).toEqual([['open', 'settings']])
    expect(menu.click('Quit Beckon')).toEqual(['quit'])
  })

  it('restarts into a release that is ready, and says nothing of one that is not', () => {
    const menuWith = (update: TrayMenuModel['update']) =>
      menuOf({ kind: 'idle' }, defaultStored.settings, update)
    const ready = menuWith({ kind: 'ready', version: '2.0.0' })
    expect(ready.labels.slice(-2)).toEqual(['Restart to update to 2.0.0', 'Quit Beckon'])
    expect(ready.click('Restart to update to 2.0.0')).toEqual(['update'])
    const downloading = menuWith({ kind: 'downloading', version: '2.0.0', percent: 50 })
    expect(downloading.labels).toEqual(menuWith({ kind: 'unavailable' }).labels)
  })

  it('is the same again after a session', () => {
    expect(menuOf({ kind: 'ended', error: 'capture-ended' }).labels).toEqual(menuOf({ kind: 'idle' }).labels)
  })

  it('lets go of a share that is only starting', () => {
    expect(menuOf({ kind: 'starting' }).click('Cancel')).toEqual([{ kind: 'stop' }])
  })

  it('has the code, which a click copies', () => {
    expect(menuOf(open()).click('Code 48213 90571 (click to copy)')).toEqual([['copy', '48213 90571']])
  })

  it('asks for a new code when there is none', () => {
    const menu = menuOf(open([], false, null))
    expect(menu.find(['No code at the moment']).enabled).toBe(false)
    expect(menu.click('New code')).toEqual([{ kind: 'renew-code' }])
  })

  it('puts those who wait first, each with an answer', () => {
    const menu = menuOf(open([guest('Ana', 'watching'), guest('Mina', 'waiting')]))
    expect(menu.labels[0]).toBe('Mina wants to watch')
    expect(menu.click('Mina wants to watch', 'Let in')).toEqual([{ kind: 'accept', guestId: 'id-Mina' }])
    expect(menu.click('Mina wants to watch', 'Refuse')).toEqual([{ kind: 'deny', guestId: 'id-Mina' }])
  })

  it('leads to a request that was not in sight long enough, instead of granting it', () => {
    const menu = menuOf(open([{ ...guest('Mina', 'waiting'), mayBeAccepted: false }]))
    expect(() => menu.find(['Mina wants to watch', 'Let in'])).toThrow('no item')
    expect(menu.find(['Mina wants to watch', 'Look at the request…']).enabled).not.toBe(false)
  })

  it('says who is watching, and can disconnect each', () => {
    const menu = menuOf(open([guest('Ana', 'watching'), guest('Joon', 'interrupted'), guest('', 'linking')]))
    expect(menu.click('Ana is watching', 'Disconnect')).toEqual([{ kind: 'disconnect', guestId: 'id-Ana' }])
    expect(menu.click('Joon is watching', 'Disconnect')).toEqual([{ kind: 'disconnect', guestId: 'id-Joon' }])
    expect(menu.labels).toContain('Someone without a name is watching')
    expect(menu.labels).not.toContain('Nobody is watching')
    expect(menuOf(open()).find(['Nobody is watching']).enabled).toBe(false)
  })

  it('tells who controls the computer, and until when', () => {
    const share = open([guest('Ana', 'watching', true)])
    expect(menuOf(share).labels).toContain('Ana controls your computer')
    const end = new Date(2026, 0, 1, 14, 35).getTime()
    const labelsIn = (language: keyof typeof catalogues) =>
      // Between the time and its half of the day, ICU writes a narrow space of its own.
      menuOf(share, defaultStored.settings, { kind: 'idle' }, end, catalogues[language]).labels.map((label) =>
        label?.replace('\u{202f}', ' '),
      )
    // In the language of the app, whatever the system speaks.
    expect(labelsIn('en')).toContain('Ana controls your computer until 2:35 PM')
    expect(labelsIn('ko')).toContain('Ana 님이 오후 2:35까지 이 컴퓨터를 제어해요')
  })

  it('shows names as they are, not as access keys', () => {
    expect(menuOf(open([guest('R&D', 'watching')])).labels).toContain('R&&D is watching')
  })

  it('pauses, resumes and stops', () => {
    expect(menuOf(open()).click('Pause')).toEqual([{ kind: 'pause' }])
    expect(menuOf(open([], true)).click('Go on')).toEqual([{ kind: 'resume' }])
    expect(menuOf(open([], true)).labels).not.toContain('Pause')
    expect(menuOf(open()).click('Stop sharing')).toEqual([{ kind: 'stop' }])
  })

  it('shows something else under the same code', () => {
    expect(menuOf(open()).click('Show something else…')).toEqual(['choose'])
  })

  it('shows the shortcut without taking it twice', () => {
    expect(menuOf(open()).find(['Stop sharing'])).toMatchObject({
      accelerator: defaultStored.settings.stopShortcut,
      registerAccelerator: false,
    })
    const without = { ...defaultStored.settings, stopShortcut: null }
    expect(menuOf(open(), without).find(['Stop sharing'])).not.toHaveProperty('accelerator')
  })

  it('switches between servers used before', () => {
    const url = 'https://beckon.example'
    const menu = menuOf(
      { kind: 'idle' },
      {
        ...defaultStored.settings,
        server: { kind: 'hosted', url },
        recentServers: ['https://old.example', url],
      },
    )
    const labels = (menu.find(['Server']).submenu as MenuItemConstructorOptions[]).map((it) => [
      it.label,
      it.checked,
    ])
    expect(labels).toEqual([
      ['This network', false],
      [url, true],
      ['https://old.example', false],
    ])
    expect(menu.click('Server', 'This network')).toEqual([['server', null]])
    expect(menu.click('Server', 'https://old.example')).toEqual([['server', 'https://old.example']])
  })
})

describe('the tray icon', () => {
  it.each([
    ['idle', { kind: 'idle' }, 'nothing is shared'],
    ['idle', { kind: 'starting' }, 'getting ready'],
    ['idle', { kind: 'ended', error: null }, 'nothing is shared'],
    ['waiting', open(), 'nobody is watching yet'],
    ['waiting', open([guest('Mina', 'waiting')]), 'nobody is watching yet'],
    ['live', open([guest('Mina', 'waiting'), guest('Ana', 'watching')]), 'one person'],
    ['controlled', open([guest('Ana', 'watching', true)]), 'being controlled'],
    ['paused', open([guest('Ana', 'watching', true)], true), 'paused'],
  ] as const)('is %s for %j', (mood, share, tooltip) => {
    expect(trayMood(share as ShareStatus)).toBe(mood)
    expect(trayTooltip(share as ShareStatus, texts)).toContain(tooltip)
  })

  const iconFolder = join(import.meta.dirname, '../../../resources/tray')

  /** A tray that remembers what it shows, as far as a person could see it. */
  const createTray = (platform: NodeJS.Platform) => {
    const icons: FakeTray[] = []
    class FakeTray {
      image: string
      tooltip = ''
      menu: unknown = null
      gone = false
      readonly clicks: (() => void)[] = []
      constructor(image: string) {
        this.image = image
        icons.push(this)
      }
      setImage(image: string) {
        this.image = image
      }
      setToolTip(tooltip: string) {
        this.tooltip = tooltip
      }
      setContextMenu(menu: unknown) {
        this.menu = menu
      }
      on(_event: 'click', listener: () => void) {
        this.clicks.push(listener)
      }
      destroy() {
        this.gone = true
      }
    }
    let opened = 0
    const tray = new AppTray({
      electron: { Tray: FakeTray, Menu: { buildFromTemplate: (menu: unknown) => menu } } as never,
      iconFolder,
      platform,
      onClick: () => opened++,
    })
    return { tray, icons, opened: () => opened }
  }

  it.each(['linux', 'win32', 'darwin'] as const)('has a picture for every mood on %s', (platform) => {
    const { tray, icons } = createTray(platform)
    for (const mood of ['idle', 'waiting', 'live', 'paused', 'controlled'] as const) {
      tray.show({ mood, tooltip: mood, menu: [] })
      expect(existsSync(icons[0]?.image ?? '')).toBe(true)
      expect(existsSync((icons[0]?.image ?? '').replace('.png', '@2x.png'))).toBe(true)
    }
    expect(icons).toHaveLength(1)
  })

  it('comes back, as it was, when a panel has lost it', () => {
    const { tray, icons } = createTray('linux')
    tray.show({ mood: 'live', tooltip: 'one person', menu: [{ label: 'Stop' }] })
    tray.renew()
    expect(icons.map(({ gone }) => gone)).toEqual([true, false])
    expect(icons[1]).toMatchObject({ tooltip: 'one person', menu: [{ label: 'Stop' }] })
    expect(icons[1]?.image).toMatch(/live\.png$/)
  })

  it.each(['win32', 'darwin'] as const)('stays where the person put it, on %s', (platform) => {
    const { tray, icons } = createTray(platform)
    tray.show({ mood: 'live', tooltip: '', menu: [] })
    tray.renew()
    expect(icons.map(({ gone }) => gone)).toEqual([false])
  })

  it('opens the window on a click, unless that opens the menu', () => {
    for (const platform of ['win32', 'linux', 'darwin'] as const) {
      const { tray, icons, opened } = createTray(platform)
      tray.show({ mood: 'idle', tooltip: '', menu: [] })
      icons[0]?.clicks.forEach((click) => click())
      expect(opened()).toBe(platform === 'darwin' ? 0 : 1)
    }
  })
})
