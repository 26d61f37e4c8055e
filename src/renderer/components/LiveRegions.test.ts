import { mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import { nextTick } from 'vue'
import { announcerKey, createAnnouncer } from '../composables/use-announcer.ts'
import LiveRegions from './LiveRegions.vue'

const setUp = () => {
  const announcer = createAnnouncer()
  const wrapper = mount(LiveRegions, { global: { provide: { [announcerKey as symbol]: announcer } } })
  const read = (urgency: string): string[] =>
    wrapper.findAll(`[aria-live="${urgency}"] p`).map((node) => node.text())
  return { ...announcer, wrapper, read }
}

describe('LiveRegions', () => {
  it('speaks politely unless it is urgent', async () => {
    const { announce, read } = setUp()
    announce('Copied.')
    announce('Ana wants to watch.', 'assertive')
    await nextTick()
    expect(read('polite')).toEqual(['Copied.'])
    expect(read('assertive')).toEqual(['Ana wants to watch.'])
  })

  it('keeps both of two changes in one breath', async () => {
    const { announce, read } = setUp()
    announce('Ana is watching.')
    announce('There is a new code.')
    await nextTick()
    expect(read('polite')).toEqual(['Ana is watching.', 'There is a new code.'])
  })

  it('adds a node for words said before, so that they are read again', async () => {
    const { announce, wrapper, read } = setUp()
    announce('Copied.')
    await nextTick()
    const first = wrapper.find('p').element
    announce('Copied.')
    await nextTick()
    expect(read('polite')).toEqual(['Copied.', 'Copied.'])
    expect(wrapper.find('p').element).toBe(first)
  })

  it('forgets what was said long ago', async () => {
    const { announce, read } = setUp()
    const said = Array.from({ length: 20 }, (_, index) => `sentence ${index}`)
    said.forEach((text) => announce(text))
    await nextTick()
    expect(read('polite')).toEqual(said.slice(-6))
  })
})
