import { flushPromises, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createMemoryHistory, createRouter, type Router } from 'vue-router'
import { h } from 'vue'
import { failure } from '#shared/errors.ts'
import { START_SHARING_EVENT } from '#shared/ipc/contract.ts'
import type { HostSnapshot } from '../session/snapshots.ts'
import { useJoinStore } from '../stores/join.ts'
import { usePreferencesStore } from '../stores/preferences.ts'
import { useShareStore } from '../stores/share.ts'
import { FakeDesktop } from '../testing/fake-bridge.ts'
import { setUpInApp } from '../testing/mount-with-app.ts'
import { openHost } from '../testing/snapshots.ts'
import { useDesktop } from './use-desktop.ts'

const page = { render: () => h('p') }
const routes = ['home', 'join', 'share', 'settings'].map((name) => ({
  path: `/${name}`,
  name,
  component: page,
}))
const sharing: HostSnapshot = { kind: 'choosing' }

describe('the page in the desktop app', () => {
  let desktop: FakeDesktop
  let router: Router
  let wrapper: VueWrapper

  beforeEach(async () => {
    desktop = new FakeDesktop()
    router = createRouter({ history: createMemoryHistory(), routes })
    await router.push('/home')
    wrapper = setUpInApp(useDesktop, desktop.platform, [router]).wrapper
  })
  afterEach(() => {
    wrapper.unmount()
    localStorage.clear()
  })

  it('says what goes on from the start, and at every change', () => {
    const share = useShareStore()
    expect(desktop.published).toEqual([{ share: { kind: 'idle' }, viewing: false }])
    share.snapshot = sharing
    share.snapshot = { kind: 'ended', failure: failure('capture-refused') }
    expect(desktop.published.slice(1).map((it) => it.share)).toEqual([
      { kind: 'starting' },
      { kind: 'ended', error: 'capture-refused' },
    ])
    useJoinStore().snapshot = { kind: 'joining', step: 'claiming' }
    expect(desktop.published.at(-1)?.viewing).toBe(true)
  })

  it('says which language and colours are in use', async () => {
    expect(desktop.asked).toEqual(['prefers en system'])
    const preferences = usePreferencesStore()
    preferences.locale = 'ko'
    preferences.theme = 'dark'
    await flushPromises()
    expect(desktop.asked.at(-1)).toBe('prefers ko dark')
  })

  it('does what the tray asks of the session', () => {
    const share = useShareStore()
    const calls: unknown[] = []
    for (const name of ['pause', 'resume', 'stop', 'renewCode', 'accept', 'deny', 'disconnect'] as const)
      vi.spyOn(share, name).mockImplementation((...args: unknown[]) => {
        calls.push([name, ...args])
        return Promise.resolve()
      })
    for (const kind of ['pause', 'resume', 'stop', 'renew-code'] as const)
      desktop.say('share:commanded', { kind })
    for (const kind of ['accept', 'deny', 'disconnect'] as const)
      desktop.say('share:commanded', { kind, guestId: 'm' })
    expect(calls).toEqual([
      ['pause'],
      ['resume'],
      ['stop'],
      ['renewCode'],
      ['accept', 'm'],
      ['deny', 'm'],
      ['disconnect', 'm'],
    ])
  })

  it('starts to share on a gesture in the tray, unless it does already', () => {
    const share = useShareStore()
    const start = vi.spyOn(share, 'start').mockResolvedValue()
    share.snapshot = sharing
    window.dispatchEvent(new Event(START_SHARING_EVENT))
    expect(start).not.toHaveBeenCalled()
    share.snapshot = { kind: 'ended', failure: null }
    window.dispatchEvent(new Event(START_SHARING_EVENT))
    expect(start).toHaveBeenCalledOnce()
  })

  it('shows something else on the same gesture while it shares', () => {
    const share = useShareStore()
    const start = vi.spyOn(share, 'start').mockResolvedValue()
    const switchPicture = vi.spyOn(share, 'switchPicture').mockResolvedValue()
    share.snapshot = openHost()
    window.dispatchEvent(new Event(START_SHARING_EVENT))
    expect(start).not.toHaveBeenCalled()
    expect(switchPicture).toHaveBeenCalledOnce()
  })

  it('fills in the code of a link, and joins nothing by itself', async () => {
    const join = vi.spyOn(useJoinStore(), 'join')
    desktop.say('join:linked', { fragment: '48213-90571' })
    await flushPromises()
    expect(router.currentRoute.value).toMatchObject({ name: 'join', hash: '#48213-90571' })
    expect(join).not.toHaveBeenCalled()
  })

  it('leaves what it watched when the window closes', () => {
    const leave = vi.spyOn(useJoinStore(), 'leave')
    desktop.say('join:dismissed', undefined)
    expect(leave).toHaveBeenCalledOnce()
  })

  it('goes where it is asked to, and to the session rather than home', async () => {
    desktop.say('app:navigated', { to: 'settings' })
    await flushPromises()
    expect(router.currentRoute.value.name).toBe('settings')
    desktop.say('app:navigated', { to: 'home' })
    await flushPromises()
    expect(router.currentRoute.value.name).toBe('home')
    useShareStore().snapshot = sharing
    desktop.say('app:navigated', { to: 'home' })
    await flushPromises()
    expect(router.currentRoute.value.name).toBe('share')
  })

  it('listens no longer once it is gone', () => {
    const start = vi.spyOn(useShareStore(), 'start').mockResolvedValue()
    const leave = vi.spyOn(useJoinStore(), 'leave')
    wrapper.unmount()
    window.dispatchEvent(new Event(START_SHARING_EVENT))
    desktop.say('join:dismissed', undefined)
    expect(start).not.toHaveBeenCalled()
    expect(leave).not.toHaveBeenCalled()
  })
})
