import { flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { AdmittedGuest, HostControlSnapshot } from '../session/snapshots.ts'
import { fullControl } from '../testing/control.ts'
import { FakeDesktop } from '../testing/fake-bridge.ts'
import { mountWithApp } from '../testing/mount-with-app.ts'
import { admittedGuest } from '../testing/snapshots.ts'
import HostControl from './HostControl.vue'

let desktop: FakeDesktop
beforeEach(() => (desktop = new FakeDesktop()))
afterEach(() => document.body.replaceChildren())

const setUp = async (guests: readonly AdmittedGuest[], overrides: Partial<HostControlSnapshot> = {}) => {
  const said: string[] = []
  const { wrapper } = mountWithApp(
    HostControl,
    {
      guests,
      control: { ...fullControl, ...overrides },
      onAnswer: (guestId: string, isAllowed: boolean) => said.push(`${guestId} ${isAllowed ? 'yes' : 'no'}`),
      onExtend: (guestId: string) => said.push(`extend ${guestId}`),
      onRevoke: (guestId: string) => said.push(`revoke ${guestId}`),
      onOpenSettings: () => said.push('open settings'),
    },
    desktop.platform,
  )
  await flushPromises()
  return { wrapper, said, find: (testId: string) => wrapper.find(`[data-testid="${testId}"]`) }
}

const asking = admittedGuest({ grant: { state: 'asked', level: 'point' } })
const controls = admittedGuest({ grant: { state: 'controlling', expiresAt: Date.now() + 900_000 } })

describe('a grant that the connection has ended', () => {
  it('is said to be over', async () => {
    const cutOff = admittedGuest({ grant: { state: 'none', reason: 'interrupted' } })
    const { wrapper } = await setUp([cutOff])
    expect(wrapper.text()).toContain('for too long')
    const givenBack = await setUp([admittedGuest({ grant: { state: 'none', reason: 'given-back' } })])
    expect(givenBack.wrapper.text()).toBe('')
  })
})

describe('control that meets an obstacle', () => {
  it('says what stands in the way', async () => {
    const { wrapper } = await setUp([controls], { obstacle: 'own-window' })
    expect(wrapper.text()).toContain('Close it if it is in their way')
    const refused = await setUp([controls], { obstacle: 'system-refuses' })
    expect(refused.wrapper.text()).toContain('This computer refuses what they do')
  })
})

describe('a question', () => {
  it('is answered in the page where a browser shares', async () => {
    const { find, said } = await setUp([asking], { answersHere: true })
    await find('deny-control').trigger('click')
    await find('grant-control').trigger('click')
    expect(said).toEqual(['Ana no', 'Ana yes'])
  })

  it('is only told of where main puts it: no click in the page can answer it', async () => {
    const { wrapper, find } = await setUp([asking])
    expect(wrapper.text()).toContain(
      'asks to point at your screen. Answer in the box that Beckon has opened.',
    )
    expect(find('grant-control').exists()).toBe(false)
    expect(wrapper.findAll('button')).toEqual([])
  })
})

describe('who controls', () => {
  it('is named with the time left, and stopped by one click', async () => {
    const { wrapper, find, said } = await setUp([controls])
    expect(find('who-controls').text()).toMatch(/“Ana” can use your mouse and keyboard.*1[45]:\d\d left/)
    await find('revoke-control').trigger('click')
    const [more] = wrapper.findAll('button').filter((it) => it.text() === 'More time')
    await more?.trigger('click')
    expect(said).toEqual(['revoke Ana', 'extend Ana'])
  })

  it('is shown with the keys that stop everything, as far as the system gives them', async () => {
    const { find } = await setUp([controls])
    expect(find('who-controls').text()).toContain('Ctrl + Alt + Shift + X ends everything')
    desktop.say('settings:changed', { ...desktop.report, shortcutRefused: true })
    await flushPromises()
    expect(find('who-controls').text()).not.toContain('ends everything')
  })

  it("is shown with what can't be known under Wayland", async () => {
    const { find } = await setUp([controls], { pointer: { kind: 'unverifiable' } })
    expect(find('who-controls').text()).toContain('cannot be checked on this computer')
    expect(find('who-controls').text()).not.toContain('Wayland')
    desktop.say('settings:changed', { ...desktop.report, isWayland: true })
    await flushPromises()
    expect(find('who-controls').text()).toContain('your own mouse and keyboard do not pause them')
  })

  it('until it is stopped needs no more time', async () => {
    const { wrapper } = await setUp([admittedGuest({ grant: { state: 'paused', expiresAt: null } })])
    expect(wrapper.text()).toContain('Until you stop it')
    expect(wrapper.text()).toContain('Waiting while you use them yourself.')
    expect(wrapper.text()).not.toContain('More time')
  })
})

it('says where macOS has to be told, once somebody watches', async () => {
  const availability = { point: null, control: 'permission-missing' } as const
  expect((await setUp([], { availability })).find('open-control-settings').exists()).toBe(false)
  const { find, said } = await setUp([admittedGuest()], { availability })
  await find('open-control-settings').trigger('click')
  expect(said).toEqual(['open settings'])
})
