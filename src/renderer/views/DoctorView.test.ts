import { flushPromises } from '@vue/test-utils'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Measurements } from '#shared/doctor/measurements.ts'
import { createAppRouter } from '../router.ts'
import type { Examination, ExamineOptions } from '../session/doctor.ts'
import { FakeDesktop } from '../testing/fake-bridge.ts'
import { mountWithApp } from '../testing/mount-with-app.ts'
import DoctorView from './DoctorView.vue'

const answered = { kind: 'answered', latencyMs: 20 } as const
const network: Omit<Measurements, 'relayOnly' | 'capture' | 'control'> = {
  serverMs: 30,
  serverFailure: null,
  hasWebrtc: true,
  stun: answered,
  mapping: 'steady',
  relay: { udp: answered, tcp: answered, tls: answered },
  hasIpv6: true,
  hidesLocalAddresses: true,
}

vi.mock('../session/doctor.ts', () => ({
  examine: ({ device, relayOnly }: ExamineOptions): Promise<Examination> =>
    Promise.resolve({ measured: { ...network, ...device, relayOnly }, addresses: ['203.0.113.9'] }),
}))

let unmount = (): void => undefined
afterEach(() => unmount())

const open = async (desktop?: FakeDesktop) => {
  const copied: string[] = []
  const copyText = (text: string) => Promise.resolve(void copied.push(text))
  const { wrapper } = mountWithApp(DoctorView, {}, { ...desktop?.platform, copyText }, [createAppRouter()])
  unmount = () => wrapper.unmount()
  await flushPromises()
  return {
    copied,
    wrapper,
    findings: () => wrapper.findAll('[data-finding]').map((it) => it.attributes('data-finding')),
    click: (id: string) => wrapper.get(`[data-testid="${id}"]`).trigger('click'),
  }
}

it('is over, with nothing measured, where asking for the server goes wrong', async () => {
  const openServer = () => Promise.reject(new Error('no bridge'))
  const { wrapper } = mountWithApp(DoctorView, {}, { origin: null, openServer }, [createAppRouter()])
  unmount = () => wrapper.unmount()
  await flushPromises()
  expect(wrapper.get('[data-testid="doctor-outcome"]').attributes('data-state')).toBe('no-server')
})

describe('the connection check in the app', () => {
  it('has nothing to say where the system lets it do all', async () => {
    const { wrapper, findings } = await open(new FakeDesktop())
    expect(findings()).toEqual([])
    expect(wrapper.text()).toContain('Nothing stands in the way')
    expect(wrapper.find('[data-testid="open-system-settings"]').exists()).toBe(false)
  })

  it('finds what macOS does not allow, and opens where it is allowed', async () => {
    const desktop = new FakeDesktop()
    desktop.permission = 'denied'
    desktop.controlRefusal = 'permission-missing'
    const { findings, click } = await open(desktop)
    expect(findings()).toEqual(['capture-refused', 'control-permission-missing'])
    await click('open-system-settings')
    expect(desktop.asked).toEqual(['open settings'])
  })

  it('finds that Wayland lets nobody control', async () => {
    const desktop = new FakeDesktop()
    desktop.controlRefusal = 'wayland'
    const { wrapper, findings } = await open(desktop)
    expect(findings()).toEqual(['control-wayland'])
    expect(wrapper.text()).toContain('not under Wayland')
  })
})

it('copies a report, with addresses for who asks for them alone', async () => {
  const { copied, click } = await open()
  await click('copy-report')
  await click('doctor-addresses')
  await click('copy-report')
  expect(copied[0]).toContain('Relay over TLS: 20 ms')
  expect(copied[0]).not.toContain('203.0.113.9')
  expect(copied[1]).toContain('Address: 203.0.113.9')
})
