import type { VueWrapper } from '@vue/test-utils'
import { afterEach, expect, it } from 'vitest'
import { mountWithApp } from '../testing/mount-with-app.ts'
import { watching } from '../testing/snapshots.ts'
import ViewerStage from './ViewerStage.vue'

let wrapper: VueWrapper
afterEach(() => wrapper.unmount())

const findings = { here: ['relay-silent'], there: ['no-way-out'] } as const
const found = (): string[] =>
  wrapper
    .findAll('[data-finding]')
    .map((it) => `${it.attributes('data-end')}: ${it.attributes('data-finding')}`)

it('says over a picture that is lost what stands in the way, at either end', () => {
  wrapper = mountWithApp(ViewerStage, {
    session: watching({ stream: new MediaStream(), connection: 'reconnecting', findings }),
  }).wrapper
  expect(found()).toEqual(['here: relay-silent', 'there: no-way-out'])
})

it('says nothing of it over a picture that is paused', () => {
  wrapper = mountWithApp(ViewerStage, {
    session: watching({ stream: new MediaStream(), paused: true, findings }),
  }).wrapper
  expect(wrapper.text()).toContain('The host paused the picture')
  expect(found()).toEqual([])
})
