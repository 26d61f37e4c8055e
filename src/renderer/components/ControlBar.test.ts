import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { nextTick } from 'vue'
import { MORE_TIME_MS, type ControlRefusal, type LocalGrant } from '#shared/protocol/grants.ts'
import type { ViewerControlSnapshot } from '../session/snapshots.ts'
import { fullControl, noGrant } from '../testing/control.ts'
import { mountWithApp } from '../testing/mount-with-app.ts'
import ControlBar from './ControlBar.vue'

beforeEach(() => vi.useFakeTimers())
afterEach(() => {
  vi.useRealTimers()
  document.body.replaceChildren()
})

const controlling = (leftMs: number | null): LocalGrant => ({
  state: 'controlling',
  expiresAt: leftMs === null ? null : Date.now() + leftMs,
})

const setUp = (grant: LocalGrant, overrides: Partial<ViewerControlSnapshot> = {}) => {
  const said: string[] = []
  const { wrapper } = mountWithApp(ControlBar, {
    control: { ...fullControl, grant, ...overrides },
    onAsk: (level: string) => said.push(`ask ${level}`),
    onGiveBack: () => said.push('give back'),
    onKeys: (name: string) => said.push(name),
    onType: () => said.push('type'),
  })
  const find = (testId: string) => wrapper.find(`[data-testid="${testId}"]`)
  return { wrapper, said, find, state: () => find('control-state').text() }
}

describe('a viewer that controls and meets an obstacle', () => {
  it('learns what stands in the way, before anything else that may be wrong', () => {
    const pointer = { kind: 'off', pixels: 12 } as const
    const { wrapper } = setUp(controlling(null), { pointer, obstacle: 'own-window' })
    expect(wrapper.text()).toContain('The other person can close it')
    expect(wrapper.text()).not.toContain('Clicks may land')
    const refused = setUp(controlling(null), { obstacle: 'system-refuses' })
    expect(refused.wrapper.text()).toContain('does not take this')
  })
})

describe('a viewer that watches', () => {
  it('can ask to point or for control', async () => {
    const { find, said } = setUp(noGrant)
    await find('request-control').trigger('click')
    await find('request-pointing').trigger('click')
    expect(said).toEqual(['ask control', 'ask point'])
  })

  it.each<[ControlRefusal, RegExp]>([
    ['window-shared', /single window/],
    ['wayland', /Wayland/],
    ['wayland-screens', /one screen/],
    ['not-sharing', /as soon as the picture is back/],
  ])('is told why nothing can be had before it asks: %s', (refusal, words) => {
    const { find, state } = setUp(noGrant, { availability: { point: refusal, control: refusal } })
    expect(state()).toMatch(words)
    expect(find('request-control').exists()).toBe(false)
    expect(find('request-pointing').exists()).toBe(false)
  })

  it('can point where the host shares from a browser', async () => {
    const { find, said, state } = setUp(noGrant, { availability: { point: null, control: 'web-host' } })
    expect(state()).toMatch(/shares from a browser/)
    await find('request-control').trigger('click')
    expect(said).toEqual(['ask point'])
  })

  it.each([
    ['denied', /said no/],
    ['unavailable', /was not possible/],
    ['revoked', /took it back/],
    ['expired', /time for it is over/],
    ['handed-over', /Another viewer/],
    ['locked', /was locked/],
  ] as const)('is told how it ended: %s', (reason, words) => {
    expect(setUp({ state: 'none', reason }).state()).toMatch(words)
  })

  it('and points is told that it still can, after it was refused more', () => {
    const { state } = setUp({ state: 'pointing', reason: 'denied', expiresAt: null })
    expect(state()).toBe('The other person said no. You can point: the other person sees your pointer.')
  })

  it('waits, and can withdraw the question', async () => {
    const { find, said, state } = setUp({ state: 'asked', level: 'control' })
    expect(state()).toMatch(/has to agree/)
    await find('give-back-control').trigger('click')
    expect(said).toEqual(['give back'])
  })
})

describe('a viewer that controls', () => {
  it('sees the time run out, and asks for more near its end, once', async () => {
    const { wrapper, find, said } = setUp(controlling(MORE_TIME_MS + 2_000))
    expect(wrapper.text()).toContain('5:02 left')
    expect(find('ask-more-time').exists()).toBe(false)
    vi.advanceTimersByTime(3_000)
    await nextTick()
    await find('ask-more-time').trigger('click')
    expect(said).toEqual(['ask control'])
    expect(find('ask-more-time').exists()).toBe(false)
    expect(wrapper.text()).toContain('You asked for more time.')
  })

  it('is told that nothing is taken until the pointer is checked', () => {
    const { find, state } = setUp(controlling(null), { pointer: { kind: 'unchecked' } })
    expect(state()).toMatch(/checking where your clicks land/)
    expect(find('control-state').attributes('data-state')).toBe('checking')
    const checked = setUp(controlling(null))
    expect(checked.state()).toBe('You control the other computer.')
    expect(checked.find('control-state').attributes('data-state')).toBe('controlling')
  })

  it('is told when there is no end', () => {
    const { wrapper, find } = setUp(controlling(null))
    expect(wrapper.text()).toContain('No time limit')
    expect(find('ask-more-time').exists()).toBe(false)
  })

  it('is warned when clicks land elsewhere, or nobody can tell', () => {
    const off = setUp(controlling(null), { pointer: { kind: 'off', pixels: 12 } })
    expect(off.wrapper.text()).toContain('Clicks may land off by 12 pixels.')
    const unknown = setUp(controlling(null), { pointer: { kind: 'unverifiable' } })
    expect(unknown.wrapper.text()).toContain('cannot be checked')
  })

  it('sees that the host’s own hand comes first, and keeps what it has', () => {
    const { find, state } = setUp({ state: 'paused', expiresAt: null })
    expect(state()).toMatch(/other person is using it/)
    expect(find('give-back-control').text()).toBe('Stop controlling')
  })
})
