import { flushPromises, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { defineComponent, h } from 'vue'
import type { CaptureSource } from '#shared/ipc/capture.ts'
import { ok } from '#shared/result.ts'
import { useSourcePicker } from '../../composables/use-source-picker.ts'
import { FakeDesktop } from '../../testing/fake-bridge.ts'
import { mountWithApp } from '../../testing/mount-with-app.ts'
import SourcePicker from './SourcePicker.vue'

const source = (kind: CaptureSource['kind'], number: number): CaptureSource => ({
  id: `${kind}:${number}:0`,
  kind,
  name: `${kind} ${number}`,
})

describe('SourcePicker', () => {
  let desktop: FakeDesktop
  let wrapper: VueWrapper

  beforeEach(() => {
    desktop = new FakeDesktop()
    const Host = defineComponent({
      setup() {
        const picker = useSourcePicker(desktop.bridge)
        return () => h(SourcePicker, { picker })
      },
    })
    wrapper = mountWithApp(Host).wrapper
  })
  afterEach(() => wrapper.unmount())

  let offersSound = false
  const open = async (...sources: CaptureSource[]) => {
    desktop.sources = () => Promise.resolve(ok(sources))
    desktop.say('capture:requested', { requestId: 1, offersSound })
    await flushPromises()
  }
  const find = (selector: string): HTMLElement => {
    const found = document.querySelector<HTMLElement>(selector)
    if (!found) throw new Error(`no ${selector}`)
    return found
  }
  const tiles = () => [...document.querySelectorAll<HTMLElement>('[role="radio"]')]
  const tile = (name: string) => {
    const found = tiles().find((it) => it.textContent.includes(name))
    if (!found) throw new Error(`no tile ${name}`)
    return found
  }
  const click = async (element: HTMLElement) => {
    element.click()
    await flushPromises()
  }
  const share = () => find('[data-testid="share-source"]') as HTMLButtonElement

  it('is not there until something is to be captured', async () => {
    expect(document.querySelector('[role="dialog"]')).toBeNull()
    await open(source('screen', 1))
    expect(find('[role="dialog"]').textContent).toContain('Choose what to share')
  })

  it('picks one of several screens, then shares it', async () => {
    await open(source('screen', 1), source('screen', 2))
    expect(share().disabled).toBe(true)
    await click(tile('screen 2'))
    expect(tile('screen 2').getAttribute('aria-checked')).toBe('true')
    await click(share())
    expect(desktop.asked.at(-1)).toBe('choose screen:2:0 for 1')
    expect(document.querySelector('[role="dialog"]')).toBeNull()
  })

  it('has picked the only screen already', async () => {
    await open(source('screen', 1), source('window', 1))
    await click(share())
    expect(desktop.asked.at(-1)).toBe('choose screen:1:0 for 1')
  })

  it('keeps screens and windows apart', async () => {
    await open(source('screen', 1), source('window', 1), source('window', 2))
    const panels = [...document.querySelectorAll('[role="tabpanel"]')]
    expect(panels.map((it) => it.querySelectorAll('[role="radio"]').length)).toEqual([1, 2])
    await click(tile('window 2'))
    await click(share())
    expect(desktop.asked.at(-1)).toBe('choose window:2:0 for 1')
  })

  it('lets go of a pick that has disappeared', async () => {
    await open(source('screen', 1), source('window', 1))
    await click(tile('window 1'))
    await open(source('screen', 1))
    expect(share().disabled).toBe(true)
  })

  it('shares at once on a double click, and on Enter', async () => {
    for (const event of [
      new MouseEvent('dblclick', { bubbles: true }),
      new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }),
    ]) {
      await open(source('screen', 1), source('screen', 2))
      await click(tile('screen 1'))
      tile('screen 1').dispatchEvent(event)
      await flushPromises()
      expect(desktop.asked.at(-1)).toBe('choose screen:1:0 for 1')
    }
  })

  it('has a switch for sound only where there is some, off by default', async () => {
    const toggle = () => document.querySelector<HTMLElement>('[data-testid="share-sound"]')
    await open(source('screen', 1))
    expect(toggle()).toBeNull()
    offersSound = true
    await open(source('screen', 1))
    expect(toggle()?.getAttribute('aria-checked')).toBe('false')
    await click(find('[data-testid="share-sound"]'))
    await click(share())
    expect(desktop.asked.at(-1)).toBe('choose screen:1:0 with sound for 1')
  })

  it('can be left with nothing chosen', async () => {
    await open(source('screen', 1))
    await click(find('[data-testid="cancel-source"]'))
    expect(desktop.asked.at(-1)).toBe('choose nothing for 1')
  })

  it('says when there is nothing to pick', async () => {
    await open()
    const [screens, windows] = [...document.querySelectorAll('[role="tabpanel"]')]
    expect(screens?.textContent).toContain('No screen was found.')
    expect(windows?.textContent).toContain('No window is open.')
  })

  it('explains the permission before the system asks for it, and what to do when it is refused', async () => {
    desktop.permission = 'not-asked'
    await open(source('screen', 1))
    expect(find('[role="dialog"]').textContent).toContain('needs your permission')
    desktop.permission = 'denied'
    desktop.sources = () => Promise.resolve({ ok: false, error: { code: 'capture-unavailable' } })
    await click(find('[data-testid="ask-permission"]'))
    expect(find('[data-error-code]').dataset.errorCode).toBe('capture-refused')
    await click(find('[data-testid="open-system-settings"]'))
    expect(desktop.asked.at(-1)).toBe('open settings')
  })
})
