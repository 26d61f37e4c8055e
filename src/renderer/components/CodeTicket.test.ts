import type { VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { mountWithApp } from '../testing/mount-with-app.ts'
import CodeTicket from './CodeTicket.vue'

const EXPIRES_AT = 600_000
const code = { kind: 'ready', text: '48213 90571', fragment: '48213-90571', expiresAt: EXPIRES_AT }

describe('CodeTicket', () => {
  let wrapper: VueWrapper

  beforeEach(() => vi.useFakeTimers({ now: 0 }))

  afterEach(() => {
    wrapper.unmount()
    vi.useRealTimers()
  })

  it('shows the code and nothing else where programs read it', () => {
    wrapper = mountWithApp(CodeTicket, { code }).wrapper
    expect(wrapper.get('[data-testid="session-code"]').element.textContent).toBe('48213 90571')
  })

  it('spells it for those who listen', () => {
    wrapper = mountWithApp(CodeTicket, { code }).wrapper
    expect(wrapper.get('.digits .visually-hidden').text()).toBe('4 8 2 1 3, 9 0 5 7 1')
  })

  it('counts down in silence, and announces the last minute once', async () => {
    const mounted = mountWithApp(CodeTicket, { code })
    wrapper = mounted.wrapper
    expect(wrapper.get('[role="timer"]').text()).toContain('10:00')
    await vi.advanceTimersByTimeAsync(539_000)
    expect(mounted.announcer.spoken.polite).toEqual([])
    await vi.advanceTimersByTimeAsync(30_000)
    expect(wrapper.get('[role="timer"]').text()).toContain('0:31')
    expect(mounted.announcer.spoken.polite.map(({ text }) => text)).toEqual([
      'The code expires in one minute.',
    ])
  })

  it('copies the code, and the link with the code in its fragment', async () => {
    const copyText = vi.fn(() => Promise.resolve())
    wrapper = mountWithApp(CodeTicket, { code }, { copyText }).wrapper
    await wrapper.get('[data-testid="copy-code"]').trigger('click')
    await wrapper.get('[data-testid="copy-link"]').trigger('click')
    expect(copyText.mock.calls).toEqual([['48213 90571'], ['http://127.0.0.1:7300/join#48213-90571']])
  })

  it('says that it copied, for a moment', async () => {
    const mounted = mountWithApp(CodeTicket, { code })
    wrapper = mounted.wrapper
    const button = wrapper.get('[data-testid="copy-code"]')
    await button.trigger('click')
    await vi.advanceTimersByTimeAsync(0)
    expect(button.text()).toBe('Copied')
    expect(mounted.announcer.spoken.polite.at(-1)?.text).toBe('Copied.')
    await vi.advanceTimersByTimeAsync(3_000)
    expect(button.text()).toBe('Copy code')
  })

  it('says what else to do where copying is forbidden', async () => {
    const copyText = () => Promise.reject(new Error('no clipboard'))
    wrapper = mountWithApp(CodeTicket, { code }, { copyText }).wrapper
    await wrapper.get('[data-testid="copy-code"]').trigger('click')
    await vi.advanceTimersByTimeAsync(0)
    expect(wrapper.text()).toContain('Copying is not allowed here')
    expect(wrapper.get('[data-testid="copy-code"]').text()).toBe('Copy code')
  })
})
