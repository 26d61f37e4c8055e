import { describe, expect, it } from 'vitest'
import { mountWithApp } from '../testing/mount-with-app.ts'
import FindingsList from './FindingsList.vue'

const shown = (props: { here: readonly string[]; there?: readonly string[] }) => {
  const { wrapper } = mountWithApp(FindingsList, props)
  const items = wrapper.findAll('[data-finding]').map((it) => ({
    code: it.attributes('data-finding'),
    end: it.attributes('data-end'),
    tone: it.get('[data-tone]').attributes('data-tone'),
    text: it.text(),
  }))
  wrapper.unmount()
  return items
}

describe('FindingsList', () => {
  it('says what is wrong at which end, and what either person can do about it', () => {
    const [here, there] = shown({ here: ['udp-blocked'], there: ['udp-blocked'] })
    expect(here).toMatchObject({ end: 'here', tone: 'calm' })
    expect(here?.text).toContain('Your network blocks UDP')
    expect(here?.text).toContain('a phone’s hotspot')
    expect(there).toMatchObject({ end: 'there', tone: 'calm' })
    expect(there?.text).toContain('The other side’s network blocks UDP')
    expect(there?.text).toContain('ask them to try another network')
  })

  it('warns of what keeps two from connecting', () => {
    expect(shown({ here: ['no-way-out'] })).toMatchObject([{ code: 'no-way-out', tone: 'caution' }])
  })

  it('does not contradict itself', () => {
    const codes = shown({ here: ['no-relay'], there: ['relay-silent'] }).map(({ code }) => code)
    expect(codes).toEqual(['relay-silent'])
  })

  it('is not there without findings', () => {
    expect(shown({ here: [], there: [] })).toEqual([])
  })
})
