import { flushPromises } from '@vue/test-utils'
import { TooltipProvider } from 'reka-ui'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { h } from 'vue'
import { mountWithApp } from '../testing/mount-with-app.ts'
import SoundControl from './SoundControl.vue'

describe('SoundControl', () => {
  let allowsPlay: boolean
  let plays: number

  beforeEach(() => {
    localStorage.clear()
    allowsPlay = true
    plays = 0
    vi.spyOn(HTMLMediaElement.prototype, 'play').mockImplementation(() => {
      plays += 1
      return allowsPlay ? Promise.resolve() : Promise.reject(new DOMException('no', 'NotAllowedError'))
    })
  })
  afterEach(() => vi.restoreAllMocks())

  const mount = async () => {
    const sound = new MediaStream()
    const mounted = mountWithApp({
      render: () => h(TooltipProvider, () => h(SoundControl, { sound })),
    }).wrapper
    await flushPromises()
    const audio = mounted.get<HTMLAudioElement>('audio').element
    const button = mounted.get('[data-testid="mute-sound"]')
    const slider = mounted.get<HTMLInputElement>('[data-testid="sound-volume"]')
    return { sound, mounted, audio, button, slider }
  }

  it('plays at once where that is allowed', async () => {
    const { audio, button, sound, mounted } = await mount()
    expect(audio.srcObject).toBe(sound)
    expect(plays).toBe(1)
    expect(audio.muted).toBe(false)
    expect(button.attributes('aria-label')).toBe('Mute')
    await button.trigger('click')
    expect(audio.muted).toBe(true)
    expect(button.attributes('aria-label')).toBe('Turn sound on')
    mounted.unmount()
  })

  it('waits for a click where the browser wants one', async () => {
    allowsPlay = false
    const { button, audio, mounted } = await mount()
    expect(button.attributes('aria-label')).toBe('Turn sound on')
    allowsPlay = true
    await button.trigger('click')
    await flushPromises()
    expect(plays).toBe(2)
    expect(audio.muted).toBe(false)
    expect(button.attributes('aria-label')).toBe('Mute')
    mounted.unmount()
  })

  it('is as loud as it was last time, whatever is stored', async () => {
    const first = await mount()
    await first.button.trigger('click')
    await first.slider.setValue('0.25')
    expect(first.audio).toMatchObject({ volume: 0.25, muted: false })
    first.mounted.unmount()
    const second = await mount()
    expect(second.audio.volume).toBe(0.25)
    await second.slider.setValue('0')
    expect(second.button.attributes('aria-label')).toBe('Turn sound on')
    await second.button.trigger('click')
    expect(second.audio.volume).toBe(1)
    second.mounted.unmount()

    localStorage.setItem('beckon.volume', '99')
    const third = await mount()
    expect(third.audio.volume).toBe(1)
    third.mounted.unmount()
  })
})
