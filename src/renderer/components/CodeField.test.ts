import { mount, type VueWrapper } from '@vue/test-utils'
import { afterEach, describe, expect, it } from 'vitest'
import { defineComponent, h, nextTick, ref } from 'vue'
import { createTexts } from '../i18n/index.ts'
import CodeField from './CodeField.vue'

describe('CodeField', () => {
  const model = ref('')
  const Page = defineComponent({
    render: () =>
      h(CodeField, {
        modelValue: model.value,
        'onUpdate:modelValue': (value: string) => {
          model.value = value
        },
      }),
  })
  let wrapper: VueWrapper

  const setUp = (code = ''): HTMLInputElement => {
    model.value = code
    wrapper = mount(Page, { attachTo: document.body, global: { plugins: [createTexts('en')] } })
    return wrapper.find('input').element
  }

  /** What a browser does for an edit: changes the text, moves the caret, then tells. */
  const edit = async (input: HTMLInputElement, value: string, caret: number, init: InputEventInit = {}) => {
    input.value = value
    input.setSelectionRange(caret, caret)
    input.dispatchEvent(new InputEvent('input', init))
    await nextTick()
  }

  afterEach(() => wrapper.unmount())

  it('groups the digits as they come', async () => {
    const input = setUp()
    for (const digit of '4821390571') await edit(input, input.value + digit, input.value.length + 1)
    expect(input.value).toBe('48213 90571')
    expect(input.selectionStart).toBe(11)
    expect(model.value).toBe('48213 90571')
  })

  it('takes a pasted code as it is', async () => {
    const input = setUp()
    await edit(input, '  48213-90571\n', 14)
    expect(input.value).toBe('48213 90571')
  })

  it('leaves the caret at a correction in the middle', async () => {
    const input = setUp('48213 90571')
    await edit(input, '4813 90571', 2)
    expect(input.value).toBe('48139 0571')
    expect(input.selectionStart).toBe(2)
  })

  it('lets Delete pass the blank', async () => {
    const input = setUp('48213 90571')
    await edit(input, '4821390571', 5, { inputType: 'deleteContentForward' })
    expect(input.value).toBe('48213 90571')
    expect(input.selectionStart).toBe(6)
  })

  it('does not disturb an input method at work', async () => {
    const input = setUp()
    await edit(input, '４８２１３９', 6, { isComposing: true })
    expect(input.value).toBe('４８２１３９')
    input.dispatchEvent(new CompositionEvent('compositionend'))
    await nextTick()
    expect(input.value).toBe('48213 9')
  })
})
