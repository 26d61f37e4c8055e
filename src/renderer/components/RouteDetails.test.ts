import type { VueWrapper } from '@vue/test-utils'
import { afterEach, expect, it } from 'vitest'
import type { Route } from '#shared/route.ts'
import { mountWithApp } from '../testing/mount-with-app.ts'
import RouteDetails from './RouteDetails.vue'

let wrapper: VueWrapper
afterEach(() => wrapper.unmount())

const detailsOf = async (route: Route): Promise<string[]> => {
  wrapper = mountWithApp(RouteDetails, { route }).wrapper
  await wrapper.get('button').trigger('click')
  return [...document.querySelectorAll('[data-testid="route-details"] dd')].map((it) => it.textContent.trim())
}

it('names the relay that is used, and how it is spoken to', async () => {
  const route: Route = { kind: 'relayed', protocol: 'tls', relay: 'relay.example:443' }
  expect(await detailsOf(route)).toEqual(['relayed', 'TLS', 'relay.example:443'])
  expect(wrapper.get('button').text()).toBe('relayed over TLS')
})

it('says so when the relay is the other side’s', async () => {
  const route: Route = { kind: 'relayed', protocol: 'udp', relay: null }
  expect(await detailsOf(route)).toEqual(['relayed', 'UDP', 'the other side’s'])
})

it('has no relay to name where there is none', async () => {
  expect(await detailsOf({ kind: 'direct', protocol: 'udp', relay: null })).toEqual(['direct', 'UDP'])
})
