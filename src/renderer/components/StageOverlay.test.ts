import { mount } from '@vue/test-utils'
import { expect, it } from 'vitest'
import { createTexts } from '../i18n/index.ts'
import StageOverlay from './StageOverlay.vue'

const findings = { here: ['relay-silent'], there: ['no-way-out'] } as const

const show = (kind: 'paused' | 'reconnecting') =>
  mount(StageOverlay, { props: { kind, findings }, global: { plugins: [createTexts('en')] } })

it('says over a picture that is lost what stands in the way, at either end', () => {
  const found = show('reconnecting').findAll('[data-finding]')
  expect(found.map((it) => [it.attributes('data-end'), it.attributes('data-finding')])).toEqual([
    ['here', 'relay-silent'],
    ['there', 'no-way-out'],
  ])
})

it('says nothing of it over a picture that is paused', () => {
  const overlay = show('paused')
  expect(overlay.text()).toContain('The host paused the picture')
  expect(overlay.findAll('[data-finding]')).toEqual([])
})
