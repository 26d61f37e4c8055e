import { beforeEach, expect, it } from 'vitest'
import { failure } from '#shared/errors.ts'
import type { HostSession } from './host-session.ts'
import type { FakeSignaling } from '../testing/fake-server.ts'
import { codeOf, createWorld, openOf, settle } from '../testing/world.ts'

let world: ReturnType<typeof createWorld>
let host: HostSession
let member: FakeSignaling

beforeEach(async () => {
  world = createWorld()
  host = await world.sharing()
  if (!world.server.host) throw new Error('the server has no host')
  member = world.server.host
})

it('is away while the connection is lost, and keeps its code', () => {
  const code = codeOf(host)
  member.emit('interrupted')
  expect(openOf(host).server).toBe('reconnecting')
  world.server.resumeHost()
  expect(openOf(host).server).toBe('online')
  expect(codeOf(host)).toEqual(code)
})

it('asks once more for a code that was not to be had, as soon as the connection is back', async () => {
  member.emit('interrupted')
  member.isAway = true
  await host.renewCode()
  expect(openOf(host).code).toEqual({ kind: 'unavailable', failure: failure('server-unreachable') })
  member.isAway = false
  world.server.resumeHost()
  await settle()
  expect(openOf(host).code.kind).toBe('ready')
})

it('is online at a server that has forgotten it only once that has answered', async () => {
  member.isAway = true
  world.server.restart()
  await settle()
  expect(openOf(host).server).toBe('reconnecting')
  member.isAway = false
  world.server.createFailure = failure('server-draining')
  world.server.restart()
  await settle()
  expect(openOf(host)).toMatchObject({
    server: 'online',
    code: { kind: 'unavailable', failure: { code: 'server-draining' } },
  })
})

it('says why a server will not have it back', () => {
  member.emit('interrupted')
  member.emit('rejected', failure('version-mismatch'))
  expect(openOf(host)).toMatchObject({
    server: 'reconnecting',
    code: { kind: 'unavailable', failure: { code: 'version-mismatch' } },
  })
})

it('says nothing to a server whose answer comes after the end', async () => {
  await world.watch(host)
  world.server.restart()
  host.stop()
  const before = [...world.server.requests]
  await settle()
  expect(world.server.requests).toEqual(before)
  expect(world.clock.pending).toBe(0)
})
