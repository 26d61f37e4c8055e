import { mount } from '@vue/test-utils'
import { afterEach, describe, expect, it } from 'vitest'
import { defineComponent, h, nextTick, ref } from 'vue'
import { useFocusRescue } from './use-focus-rescue.ts'

const stage = ref<'form' | 'result'>('form')

/** A page whose button vanishes, with a section of its own that has a heading, or without. */
const Page = defineComponent({
  props: { sectioned: { type: Boolean, required: true } },
  setup: (props) => {
    useFocusRescue([stage])
    return () =>
      h('main', [
        h('h1', { tabindex: -1 }, 'Page'),
        h('input'),
        h('section', [
          props.sectioned ? h('h2', { tabindex: -1 }, 'Section') : null,
          stage.value === 'form' ? h('button', 'Go') : h('p', 'Done'),
        ]),
      ])
  },
})

describe('useFocusRescue', () => {
  afterEach(() => {
    stage.value = 'form'
    document.body.innerHTML = ''
  })

  const changeWithFocusOn = async (
    selector: string | null,
    sectioned = false,
  ): Promise<string | undefined> => {
    const page = mount(Page, { attachTo: document.body, props: { sectioned } })
    if (selector) page.find<HTMLElement>(selector).element.focus()
    stage.value = 'result'
    await nextTick()
    await nextTick()
    const focused = document.activeElement?.tagName
    page.unmount()
    return focused
  }

  it('puts a lost focus on the heading of the section it was in', async () => {
    expect(await changeWithFocusOn('button', true)).toBe('H2')
  })

  it('goes up to the heading of the page where the section has none', async () => {
    expect(await changeWithFocusOn('button')).toBe('H1')
  })

  it('leaves a focus alone that still stands', async () => {
    expect(await changeWithFocusOn('input')).toBe('INPUT')
  })

  it('takes nobody along who had no focus', async () => {
    expect(await changeWithFocusOn(null)).toBe('BODY')
  })
})
