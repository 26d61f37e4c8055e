import { mount, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { defineComponent, h, nextTick, ref } from 'vue'
import { useFocusRescue } from './use-focus-rescue.ts'

describe('useFocusRescue', () => {
  const stage = ref<'form' | 'nothing' | 'result'>('form')
  const isSectioned = ref(false)
  let page: VueWrapper

  /** A page whose button vanishes; between two views there may be no heading at all. */
  const Page = defineComponent({
    setup: () => {
      useFocusRescue([stage])
      return () =>
        h('main', [
          stage.value === 'nothing' ? null : h('h1', { tabindex: -1 }, 'Page'),
          h('input'),
          h('section', [
            isSectioned.value ? h('h2', { tabindex: -1 }, 'Section') : null,
            stage.value === 'form' ? h('button', 'Go') : null,
          ]),
        ])
    },
  })

  const focusOn = (selector: string): void => {
    page.find<HTMLElement>(selector).element.focus()
  }

  const changeTo = async (next: 'nothing' | 'result'): Promise<string | undefined> => {
    stage.value = next
    await nextTick()
    await nextTick()
    return document.activeElement?.tagName
  }

  beforeEach(() => {
    stage.value = 'form'
    isSectioned.value = false
    page = mount(Page, { attachTo: document.body })
  })

  afterEach(() => page.unmount())

  it('puts a lost focus on the heading of the section it was in', async () => {
    isSectioned.value = true
    focusOn('button')
    expect(await changeTo('result')).toBe('H2')
  })

  it('goes up to the heading of the page where the section has none', async () => {
    focusOn('button')
    expect(await changeTo('result')).toBe('H1')
  })

  it('waits for the next view where there is no heading yet', async () => {
    focusOn('button')
    expect(await changeTo('nothing')).toBe('BODY')
    expect(await changeTo('result')).toBe('H1')
  })

  it('leaves a focus alone that still stands', async () => {
    focusOn('input')
    expect(await changeTo('result')).toBe('INPUT')
  })

  it('takes nobody along who had no focus', async () => {
    expect(await changeTo('result')).toBe('BODY')
  })
})
