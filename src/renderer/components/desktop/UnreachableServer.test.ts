import { flushPromises } from '@vue/test-utils'
import { describe, expect, it, vi } from 'vitest'
import { createMemoryHistory, createRouter } from 'vue-router'
import type { Settings } from '#shared/ipc/settings.ts'
import { useShareStore } from '../../stores/share.ts'
import { FakeDesktop } from '../../testing/fake-bridge.ts'
import { mountWithApp } from '../../testing/mount-with-app.ts'
import UnreachableServer from './UnreachableServer.vue'

const page = { render: () => null }
const routes = ['/', '/settings'].map((path) => ({ path, name: path.slice(1), component: page }))

const setUp = async (settings: Partial<Settings>) => {
  const desktop = new FakeDesktop()
  desktop.report = { ...desktop.report, settings: { ...desktop.report.settings, ...settings } }
  const { wrapper } = mountWithApp(UnreachableServer, {}, desktop.platform, [
    createRouter({ history: createMemoryHistory(), routes }),
  ])
  const start = vi.spyOn(useShareStore(), 'start').mockResolvedValue()
  await flushPromises()
  return { desktop, wrapper, start, remedy: () => wrapper.find('[data-testid="change-server-and-share"]') }
}

describe('UnreachableServer', () => {
  it.each([
    [
      'this network in place of a hosted server',
      { server: { kind: 'hosted', url: 'https://beckon.example' } },
      'change {"server":{"kind":"network"}}',
    ],
    ['any port in place of a fixed one', { networkPort: 7300 }, 'change {"networkPort":null}'],
  ] as const)('offers %s, and shares there', async (_, settings, change) => {
    const { desktop, start, remedy } = await setUp(settings)
    await remedy().trigger('click')
    await flushPromises()
    expect(desktop.asked).toContain(change)
    expect(start).toHaveBeenCalledOnce()
  })

  it('does not share if the change was refused', async () => {
    const { desktop, start, remedy } = await setUp({ networkPort: 7300 })
    desktop.changeError = 'internal'
    await remedy().trigger('click')
    await flushPromises()
    expect(start).not.toHaveBeenCalled()
  })

  it('has no remedy for a network without a server', async () => {
    expect((await setUp({})).remedy().exists()).toBe(false)
  })
})
