import { flushPromises, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { UpdateStatus } from '#shared/ipc/update-status.ts'
import { createAppRouter } from '../router.ts'
import { usePreferencesStore } from '../stores/preferences.ts'
import { FakeDesktop } from '../testing/fake-bridge.ts'
import { mountWithApp } from '../testing/mount-with-app.ts'
import SettingsView from './SettingsView.vue'

describe('SettingsView', () => {
  let desktop: FakeDesktop
  let wrapper: VueWrapper

  const setUp = async () => {
    wrapper = mountWithApp(SettingsView, {}, desktop.platform, [createAppRouter()]).wrapper
    await flushPromises()
  }
  const testid = (id: string) => wrapper.get(`[data-testid="${id}"]`)
  const saveServer = async () => {
    await wrapper.get('form').trigger('submit')
    await flushPromises()
  }
  const changes = () => desktop.asked.filter((it) => it.startsWith('change '))

  beforeEach(() => {
    desktop = new FakeDesktop()
  })
  afterEach(() => {
    wrapper.unmount()
    localStorage.clear()
  })

  it('takes the address of a hosted server as people write it', async () => {
    await setUp()
    await testid('server-hosted').trigger('click')
    await testid('server-url').get('input').setValue('Beckon.Example')
    await saveServer()
    expect(changes()).toEqual(['change {"server":{"kind":"hosted","url":"https://beckon.example"}}'])
    expect(wrapper.text()).toContain('Saved.')
  })

  it('hides the addresses of this device on request', async () => {
    await setUp()
    await testid('relay-only').trigger('click')
    expect(usePreferencesStore().relayOnly).toBe(true)
    expect(wrapper.text()).toContain('without a relay, the server’s or your own, no connection comes about')
  })

  it('takes a server of the person’s own, and says what is wrong with another', async () => {
    await setUp()
    const fill = async (field: string, value: string) =>
      testid(`own-server-${field}`).get('input').setValue(value)
    const saveOwn = () => testid('own-server').trigger('submit')
    await fill('url', 'turn.example')
    await saveOwn()
    expect(testid('own-server-url').text()).toContain('Write stun:, turn: or turns:')
    await fill('url', 'turn:turn.example')
    await saveOwn()
    expect(testid('own-server-username').text()).toContain('needs a user name and a password')
    expect(usePreferencesStore().ownServer.url).toBe('')
    await fill('username', 'me')
    await fill('credential', 'secret')
    await saveOwn()
    expect(usePreferencesStore().ownServer).toEqual({
      url: 'turn:turn.example',
      username: 'me',
      credential: 'secret',
    })
    expect(testid('own-server-credential').get('input').attributes('type')).toBe('password')
  })

  it('fixes the port of this network, or leaves it open', async () => {
    await setUp()
    await testid('server-port').get('input').setValue(' 7300 ')
    await saveServer()
    await testid('server-port').get('input').setValue('')
    await saveServer()
    expect(changes()).toEqual([
      'change {"server":{"kind":"network"},"networkPort":7300}',
      'change {"server":{"kind":"network"},"networkPort":null}',
    ])
  })

  it.each([
    ['server-port', '80'],
    ['server-port', '70000'],
    ['server-port', '7e3'],
    ['server-port', 'http'],
    ['server-url', 'not a server'],
    ['server-url', ''],
  ])('says what is wrong with a %s of %j, and changes nothing', async (field, value) => {
    await setUp()
    await testid(field === 'server-url' ? 'server-hosted' : 'server-network').trigger('click')
    const input = testid(field).get('input')
    await input.setValue(value)
    expect(input.attributes('aria-invalid')).toBeUndefined()
    await saveServer()
    expect(input.attributes('aria-invalid')).toBe('true')
    expect(changes()).toEqual([])
  })

  it('records the keys that are pressed', async () => {
    await setUp()
    expect(testid('stop-shortcut').text()).toContain('Ctrl + Alt + Shift + X')
    await testid('record-shortcut').trigger('click')
    const press = (code: string, held: KeyboardEventInit = {}) =>
      window.dispatchEvent(new KeyboardEvent('keydown', { code, ...held }))
    press('ControlLeft', { ctrlKey: true })
    press('KeyQ')
    expect(changes()).toEqual([])
    press('F9', { ctrlKey: true })
    press('F10', { ctrlKey: true })
    await flushPromises()
    expect(changes()).toEqual(['change {"stopShortcut":"Control+F9"}'])
    expect(testid('stop-shortcut').text()).toContain('Ctrl + F9')
  })

  it('stops recording on Escape, and leaves the keys alone', async () => {
    await setUp()
    await testid('record-shortcut').trigger('click')
    window.dispatchEvent(new KeyboardEvent('keydown', { code: 'Escape' }))
    window.dispatchEvent(new KeyboardEvent('keydown', { code: 'F9', ctrlKey: true }))
    await flushPromises()
    expect(changes()).toEqual([])
  })

  it('starts at login, unless the system refuses', async () => {
    await setUp()
    await testid('open-at-login').trigger('click')
    await flushPromises()
    expect(changes()).toEqual(['change {"openAtLogin":true}'])
    expect(testid('open-at-login').attributes('aria-checked')).toBe('true')
    desktop.changeError = 'not-allowed'
    await testid('open-at-login').trigger('click')
    await flushPromises()
    expect(wrapper.get('[role="alert"]').text()).toContain('did not allow')
    expect(testid('open-at-login').attributes('aria-checked')).toBe('true')
  })

  it('says which release this is where it cannot replace itself, and offers nothing', async () => {
    await setUp()
    expect(wrapper.text()).toContain('Beckon 1.2.3')
    expect(testid('update-state').text()).toContain('does not update itself')
    for (const id of ['check-updates', 'install-update', 'automatic-updates'])
      expect(wrapper.find(`[data-testid="${id}"]`).exists()).toBe(false)
  })

  it('looks for a newer release when asked, and follows it up to the restart', async () => {
    desktop.update = { kind: 'current' }
    await setUp()
    await testid('check-updates').trigger('click')
    expect(desktop.asked).toContain('check for updates')
    const shows = async (status: UpdateStatus) => {
      desktop.say('update:changed', status)
      await flushPromises()
      return testid('update-state').text()
    }
    expect(await shows({ kind: 'checking' })).toContain('Looking')
    expect(testid('check-updates').attributes('disabled')).toBeDefined()
    expect(await shows({ kind: 'found', version: '2.0.0' })).toContain('2.0.0')
    expect(await shows({ kind: 'downloading', version: '2.0.0', percent: 42 })).toContain('42')
    expect(await shows({ kind: 'failed' })).toContain('could not be')
    expect(await shows({ kind: 'ready', version: '2.0.0' })).toContain('2.0.0')
    await testid('install-update').trigger('click')
    expect(desktop.asked).toContain('restart to update')
  })

  it('can be told to look only when asked', async () => {
    desktop.update = { kind: 'idle' }
    await setUp()
    await testid('automatic-updates').trigger('click')
    expect(changes()).toEqual(['change {"automaticUpdates":false}'])
  })

  it('offers control under Wayland where there is such a desktop, and nowhere else', async () => {
    await setUp()
    expect(wrapper.find('[data-testid="control-on-wayland"]').exists()).toBe(false)
    desktop.say('settings:changed', { ...desktop.report, isWayland: true })
    await flushPromises()
    expect(testid('control-on-wayland').attributes('aria-checked')).toBe('false')
    await testid('control-on-wayland').trigger('click')
    expect(changes()).toEqual(['change {"controlOnWayland":true}'])
  })

  it('tells of a broken file and of keys that another program has', async () => {
    desktop.report = { ...desktop.report, brokenFile: 'settings.broken-1.json', shortcutRefused: true }
    await setUp()
    expect(wrapper.text()).toContain('settings.broken-1.json')
    expect(wrapper.text()).toContain('Another program seems to use these keys')
  })

  it('changes the language and the colours at once', async () => {
    await setUp()
    const choose = async (label: string) => {
      await wrapper
        .findAll('button')
        .find((it) => it.text() === label)
        ?.trigger('click')
      await flushPromises()
    }
    await choose('Dark')
    await choose('한국어')
    expect(usePreferencesStore()).toMatchObject({ theme: 'dark', locale: 'ko' })
    // Pressing what holds already leaves it as it is.
    await choose('한국어')
    expect(usePreferencesStore().locale).toBe('ko')
  })

  it('follows what was changed elsewhere', async () => {
    await setUp()
    desktop.say('settings:changed', {
      ...desktop.report,
      settings: { ...desktop.report.settings, stopShortcut: null },
    })
    await flushPromises()
    expect(testid('stop-shortcut').text()).toContain('None')
  })
})

describe('SettingsView in a browser', () => {
  it('has what belongs to connections, and nothing of the app', async () => {
    const { wrapper } = mountWithApp(SettingsView, {}, {}, [createAppRouter()])
    await flushPromises()
    await wrapper.get('[data-testid="relay-only"]').trigger('click')
    expect(usePreferencesStore().relayOnly).toBe(true)
    expect(wrapper.text()).toContain('pages of this Beckon server could read it')
    expect(wrapper.find('[data-testid="server-network"]').exists()).toBe(false)
    wrapper.unmount()
    localStorage.clear()
  })
})
