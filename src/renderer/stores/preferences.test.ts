import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { nextTick } from 'vue'
import { usePreferencesStore } from './preferences.ts'

const fresh = () => {
  setActivePinia(createPinia())
  return usePreferencesStore()
}

const defaults = {
  theme: 'system',
  locale: null,
  name: '',
  hasAccepted: false,
  relayOnly: false,
  ownServer: { url: '', username: '', credential: '' },
  volume: 1,
  pictureKind: 'text',
}

const keys = [
  'theme',
  'locale',
  'has-accepted',
  'relay-only',
  'own-server',
  'volume',
  'picture-kind',
] as const

beforeEach(() => localStorage.clear())
afterEach(() => vi.restoreAllMocks())

describe('what a person chose', () => {
  it('is found again', async () => {
    const preferences = fresh()
    const chosen = {
      theme: 'dark',
      locale: 'ko',
      name: ' Mina "the host" ',
      hasAccepted: true,
      relayOnly: true,
      ownServer: { url: 'turn:turn.example', username: 'me', credential: '"quoted"' },
      volume: 0.25,
      pictureKind: 'motion',
    } as const
    Object.assign(preferences, chosen)
    await nextTick()
    expect(fresh().$state).toEqual(chosen)
  })

  it.each(['', 'null', '{', '[]', '7e9', '"turn:turn.example"', '{"url":1}', 'undefined'])(
    'counts as never chosen where %j is found',
    (text) => {
      for (const key of keys) localStorage.setItem(`beckon.${key}`, text)
      expect(fresh().$state).toEqual(defaults)
    },
  )

  it('is not told to any log when it is broken', () => {
    const logged = [vi.spyOn(console, 'error'), vi.spyOn(console, 'warn'), vi.spyOn(console, 'log')]
    localStorage.setItem('beckon.own-server', '{"url":"turn:turn.example","credential":"hunter2"')
    expect(fresh().ownServer).toEqual(defaults.ownServer)
    for (const log of logged) expect(log).not.toHaveBeenCalled()
  })
})
