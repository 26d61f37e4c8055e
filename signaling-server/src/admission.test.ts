import { describe, expect, it } from 'vitest'
import { failure } from '../../src/shared/errors.ts'
import { createAdmission, type AdmissionOptions } from './admission.ts'
import { parseConfig } from './config.ts'
import { AddressTally, createAddressLimits } from './rate-limit.ts'

const own = { origin: 'https://beckon.example', host: 'beckon.example' }
const welcome = { kind: 'welcome' }

const create = (environment: Record<string, string> = {}, overrides: Partial<AdmissionOptions> = {}) => {
  const config = parseConfig(environment, { cores: 8 })
  if (!config.ok) throw new Error(config.error.variable)
  const { limits, allowedOrigins } = config.value
  return createAdmission({
    allowedOrigins,
    limits: createAddressLimits(limits),
    openSockets: new AddressTally(),
    maxOpenSockets: limits.openSockets,
    maxOpenSocketsTotal: limits.openSocketsTotal,
    isDraining: () => false,
    ...overrides,
  })
}

describe('admission', () => {
  it('welcomes own pages and native clients, and rejects pages of others', async () => {
    const admit = create()
    expect(await admit('a', own)).toEqual(welcome)
    expect(await admit('a', { host: 'beckon.example' })).toEqual(welcome)
    expect(await admit('a', { ...own, origin: 'https://evil.example' })).toEqual({
      kind: 'reject',
      reason: 'origin',
    })
  })

  it('explains as many refusals as it welcomes connections in a minute, then hangs up', async () => {
    const admit = create({ LIMIT_SOCKETS_PER_MINUTE: '2' })
    const kinds: string[] = []
    for (let i = 0; i < 6; i++) kinds.push((await admit('a', own)).kind)
    expect(kinds).toEqual(['welcome', 'welcome', 'refuse', 'refuse', 'reject', 'reject'])
    expect(await admit('b', own)).toEqual(welcome)
  })

  it('refuses an address that has too many connections open, until one closes', async () => {
    const openSockets = new AddressTally()
    const admit = create({}, { openSockets, maxOpenSockets: 1 })
    openSockets.add('a')
    expect(await admit('a', own)).toEqual({
      kind: 'refuse',
      failure: failure('rate-limited', { retryAfterMs: 30_000 }),
    })
    openSockets.remove('a')
    expect(await admit('a', own)).toEqual(welcome)
  })

  it('refuses everybody while all addresses together have too many open, until one closes', async () => {
    const openSockets = new AddressTally()
    const admit = create({ LIMIT_OPEN_SOCKETS_TOTAL: '2' }, { openSockets })
    openSockets.add('a')
    expect(await admit('c', own)).toEqual(welcome)
    openSockets.add('b')
    expect(await admit('c', own)).toEqual({
      kind: 'refuse',
      failure: failure('rate-limited', { retryAfterMs: 30_000 }),
    })
    openSockets.remove('a')
    expect(await admit('c', own)).toEqual(welcome)
  })

  it('says that the server shuts down', async () => {
    const admit = create({}, { isDraining: () => true })
    expect(await admit('a', own)).toEqual({ kind: 'refuse', failure: failure('server-draining') })
  })
})
