import { beforeEach, describe, expect, it } from 'vitest'
import type { FindingCode } from '#shared/doctor/findings.ts'
import { ManualClock } from '#shared/testing/manual-clock.ts'
import { LINKING_TIMEOUT_MS } from './deps.ts'
import { ConnectionDoctor, SLOW_CONNECTION_MS } from './connection-doctor.ts'
import { noIceServers } from '../transport/ice-servers.ts'
import { codeOf, createWorld, openOf, settle } from './testing/world.ts'

let world: ReturnType<typeof createWorld>
beforeEach(() => {
  world = createWorld()
})

/** Two sides whose link is on its way. */
const connecting = async () => {
  const host = await world.sharing()
  const viewer = world.viewer()
  await viewer.join(codeOf(host))
  await settle()
  world.accept(host)
  await settle()
  return { host, viewer }
}

describe('a connection that takes its time', () => {
  it('makes both sides look, and each hears what the other has found', async () => {
    world.links.reachable = false
    world.findings = ['udp-blocked']
    const { host, viewer } = await connecting()
    world.clock.advance(SLOW_CONNECTION_MS - 1)
    await settle()
    expect(world.examined).toHaveLength(0)
    world.clock.advance(1)
    await settle()
    const findings = { here: ['udp-blocked'], there: ['udp-blocked'] }
    expect(viewer.snapshot).toMatchObject({ kind: 'joining', step: 'linking', findings })
    expect(openOf(host).guests).toMatchObject([{ state: 'linking', findings }])

    world.clock.advance(LINKING_TIMEOUT_MS)
    await settle()
    expect(viewer.snapshot).toMatchObject({ kind: 'ended', failure: { code: 'peer-unreachable' }, findings })
  })

  it('says nothing where nothing is found', async () => {
    world.links.reachable = false
    const { viewer } = await connecting()
    world.clock.advance(SLOW_CONNECTION_MS)
    await settle()
    expect(world.examined).toHaveLength(2)
    expect(viewer.snapshot).toMatchObject({ findings: { here: [], there: [] } })
  })
})

describe('a connection that is lost', () => {
  const lose = async () => {
    for (const link of world.links.open) link.change('interrupted')
    await settle()
    world.clock.advance(SLOW_CONNECTION_MS)
    await settle()
  }

  it('makes both sides look when it is not back in time, and says so while it is sought', async () => {
    const { host, viewer } = await connecting()
    world.findings = ['relay-silent']
    await lose()
    const findings = { here: ['relay-silent'], there: ['relay-silent'] }
    expect(viewer.snapshot).toMatchObject({ kind: 'watching', connection: 'reconnecting', findings })
    expect(openOf(host).guests).toMatchObject([{ state: 'interrupted', findings }])
  })

  it('is looked at anew each time: what was found before is no news', async () => {
    const { viewer } = await connecting()
    world.findings = ['relay-silent']
    await lose()
    for (const link of world.links.open) link.change('connected')
    world.findings = []
    await lose()
    expect(world.examined).toHaveLength(4)
    expect(viewer.snapshot).toMatchObject({ findings: { here: [], there: [] } })
  })
})

it('what is published of a loss tells nothing of the one before', async () => {
  const { host, viewer } = await connecting()
  world.findings = ['relay-silent']
  for (const link of world.links.open) link.change('interrupted')
  await settle()
  world.clock.advance(SLOW_CONNECTION_MS)
  await settle()
  for (const link of world.links.open) link.change('connected')
  const found: (readonly FindingCode[])[] = []
  viewer.on('changed', (snapshot) => {
    if (snapshot.kind === 'watching' && snapshot.connection === 'reconnecting')
      found.push(snapshot.findings.here)
  })
  host.on('changed', (snapshot) => {
    if (snapshot.kind === 'open' && snapshot.guests[0]?.state === 'interrupted')
      found.push(snapshot.guests[0].findings.here)
  })
  for (const link of world.links.open) link.change('interrupted')
  expect(found.length).toBeGreaterThan(1)
  expect(found.flat()).toEqual([])
})

it('a connection that is there in time makes nobody look', async () => {
  world.findings = ['symmetric']
  const { viewer } = await connecting()
  world.clock.advance(SLOW_CONNECTION_MS * 2)
  await settle()
  expect(world.examined).toHaveLength(0)
  expect(viewer.snapshot).toMatchObject({ kind: 'watching' })
})

describe('what is found', () => {
  const clock = new ManualClock()
  const setUp = () => {
    const examinations: ((codes: readonly FindingCode[]) => void)[] = []
    const sent: (readonly FindingCode[])[] = []
    const doctor = new ConnectionDoctor({
      clock,
      examine: () => new Promise((resolve) => examinations.push(resolve)),
      send: (codes) => sent.push(codes),
      onChanged: () => undefined,
    })
    /** The connection is lost for long enough to look. */
    const lose = async () => {
      doctor.watch(Promise.resolve(noIceServers))
      clock.advance(SLOW_CONNECTION_MS)
      await settle()
    }
    const find = async (examination: number, codes: readonly FindingCode[]) => {
      examinations[examination]?.(codes)
      await settle()
    }
    return { doctor, sent, lose, find }
  }

  it('too late for its own loss is neither shown nor told, not even in the next one', async () => {
    const { doctor, sent, lose, find } = setUp()
    await lose()
    doctor.settle()
    await lose()
    await find(0, ['udp-blocked'])
    expect(doctor.findings.here).toEqual([])
    await find(1, ['relay-silent'])
    expect(doctor.findings.here).toEqual(['relay-silent'])
    expect(sent).toEqual([['relay-silent']])
  })

  it('after the connection is back, or given up, is neither', async () => {
    const { doctor, sent, lose, find } = setUp()
    await lose()
    doctor.settle()
    await find(0, ['relay-silent'])
    await lose()
    doctor.stop()
    await find(1, ['relay-silent'])
    expect(doctor.findings.here).toEqual([])
    expect(sent).toEqual([])
  })

  it('is taken back at the other side when the next look finds nothing', async () => {
    const { doctor, sent, lose, find } = setUp()
    await lose()
    await find(0, ['relay-silent'])
    doctor.settle()
    await lose()
    await find(1, [])
    doctor.settle()
    await lose()
    await find(2, [])
    expect(sent).toEqual([['relay-silent'], []])
  })
})
