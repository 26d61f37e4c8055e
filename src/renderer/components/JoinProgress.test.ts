import { mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import { createTexts } from '../i18n/index.ts'
import { joining } from '../testing/snapshots.ts'
import JoinProgress from './JoinProgress.vue'

describe('JoinProgress', () => {
  it('marks what is done, what goes on and what is to come', () => {
    const wrapper = mount(JoinProgress, {
      props: { session: joining('waiting') },
      global: { plugins: [createTexts('en')] },
    })
    expect(wrapper.findAll('li').map((step) => step.text())).toEqual([
      'Looking for the shared screen (done)',
      'Checking the code (done)',
      'Waiting to be let in',
      'Connecting the two computers',
    ])
    expect(wrapper.findAll('[aria-current="step"]').map((step) => step.text())).toEqual([
      'Waiting to be let in',
    ])
    expect(wrapper.get('[data-testid="connection-state"]').text()).toBe('connecting')
  })

  it('can be given up', async () => {
    const wrapper = mount(JoinProgress, {
      props: { session: { kind: 'joining', step: 'claiming' } },
      global: { plugins: [createTexts('en')] },
    })
    await wrapper.get('[data-testid="leave-session"]').trigger('click')
    expect(wrapper.emitted('cancel')).toHaveLength(1)
  })
})
