import type { MenuItemConstructorOptions } from 'electron'
import { describe, expect, it } from 'vitest'
import { catalogues } from './i18n/index.ts'
import { appMenu } from './menu.ts'

const flatten = (items: readonly MenuItemConstructorOptions[]): MenuItemConstructorOptions[] =>
  items.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? flatten(item.submenu) : [])])

const build = (platform: NodeJS.Platform, withDeveloperTools = false, withUpdates = true) => {
  const done: string[] = []
  const items = appMenu({ platform, withDeveloperTools, withUpdates }, catalogues.ko, {
    checkUpdates: () => done.push('check'),
    openSettings: () => done.push('settings'),
    showLogs: () => done.push('logs'),
    quit: () => done.push('quit'),
  })
  return { items, all: flatten(items), done }
}

describe('the menu of the app', () => {
  it("begins with the app's name on macOS, and with files elsewhere", () => {
    expect(build('darwin').items[0]?.label).toBe('Beckon')
    expect(build('linux').items[0]?.label).toBe('파일')
  })

  it.each(['darwin', 'win32', 'linux'] as const)('does all of its own on %s', (platform) => {
    const { all, done } = build(platform)
    for (const { click } of all) click?.({} as never, undefined, {})
    expect(done.sort()).toEqual(['check', 'logs', 'quit', 'settings'])
    expect(build(platform, false, false).all).toHaveLength(all.length - 1)
  })

  it.each(['darwin', 'win32', 'linux'] as const)(
    'speaks the chosen language throughout on %s',
    (platform) => {
      for (const { label, type } of build(platform).all)
        if (type !== 'separator' && label !== 'Beckon') expect(label).toMatch(/\p{Script=Hangul}/u)
    },
  )

  it('never ends the app without asking, nor opens its tools to everybody', () => {
    const roles = (withDeveloperTools: boolean) =>
      build('darwin', withDeveloperTools).all.map(({ role }) => role)
    expect(roles(false)).not.toContain('quit')
    expect(roles(false)).not.toContain('toggleDevTools')
    expect(roles(true)).toContain('toggleDevTools')
  })

  it('has its help where macOS looks for it', () => {
    expect(build('darwin').items.at(-1)).toMatchObject({ label: '도움말', role: 'help' })
  })

  it('can copy and paste, which macOS leaves to the menu', () => {
    expect(build('darwin').all.map(({ role }) => role)).toEqual(
      expect.arrayContaining(['cut', 'copy', 'paste', 'selectAll']),
    )
  })
})
