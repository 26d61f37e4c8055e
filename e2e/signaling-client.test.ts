import { createServer } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import type { Reply } from '../src/shared/protocol/signaling.ts'
import type { Result } from '../src/shared/result.ts'
import { SignalingClient, type SignalingClientOptions } from '../src/renderer/transport/signaling-client.ts'
import { startLine } from './support/line.ts'
import { startSignalingServer, type ServerSettings } from './support/signaling-server.ts'

const fingerprint = 'A'.repeat(43)

/** A real server and the renderer's real client, without a browser around it. */
const serve = async (settings: ServerSettings = {}) => {
  const server = await startSignalingServer({ WEB_ROOT: '', ...settings })
  onTestFinished(() => server.stop())
  return server
}

const connect = (url: string, options?: SignalingClientOptions): SignalingClient => {
  const client = new SignalingClient(url, options)
  onTestFinished(() => {
    client.close()
  })
  return client
}

const valueOf = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(result.error.code)
  return result.value
}

const host = async (url: string, options?: SignalingClientOptions): Promise<SignalingClient> => {
  const client = connect(url, options)
  valueOf(await client.open())
  const { sessionId, memberId, ticket }: Reply<'session:create'> = valueOf(
    await client.request('session:create', { fingerprint }),
  )
  client.remember({ sessionId, memberId, ticket })
  client.keepMembership()
  return client
}

it('says that a server which is not there cannot be reached', async () => {
  const client = connect('http://127.0.0.1:9')
  expect(await client.open()).toMatchObject({ ok: false, error: { code: 'server-unreachable' } })
})

it('connects once, however often it is asked to', async () => {
  const server = await serve({ LOG_LEVEL: 'debug' })
  const client = connect(server.url)
  expect((await Promise.all([client.open(), client.open()])).every((it) => it.ok)).toBe(true)
  valueOf(await client.open())
  client.close()
  await expect.poll(() => server.log.join()).toContain('"disconnected"')
  expect(server.log.filter((line) => line.includes('"connected"'))).toHaveLength(1)
})

it('connects anew if a connection that was opened ahead is lost, without waiting for the next attempt', async () => {
  const first = await serve()
  const client = connect(first.url)
  valueOf(await client.open())
  await first.stop()
  expect(await client.open()).toMatchObject({ ok: false, error: { code: 'server-unreachable' } })
  await serve({ PORT: String(first.port) })
  valueOf(await client.open())
  valueOf(await client.request('session:create', { fingerprint }))
})

it('finds a server again that was shut down in good order and started anew', async () => {
  const first = await serve()
  const client = await host(first.url)
  const events: string[] = []
  client.on('interrupted', () => events.push('interrupted'))
  const forgotten = new Promise<void>((resolve) => client.on('forgotten', resolve))
  await first.stop()
  await serve({ PORT: String(first.port) })
  await forgotten
  expect(events).toEqual(['interrupted'])
  const created = await client.request('session:create', { fingerprint })
  expect(created.ok).toBe(true)
})

it('finds it again, too, after it was woken in vain', async () => {
  const first = await serve()
  const client = await host(first.url)
  const interrupted = new Promise<void>((resolve) => client.on('interrupted', resolve))
  const forgotten = new Promise<void>((resolve) => client.on('forgotten', resolve))
  await first.stop()
  await interrupted
  for (let time = 0; time < 3; time++) client.wake()
  await serve({ PORT: String(first.port) })
  await forgotten
  // Nobody has asked for another session: each new connection says so again.
  const again = new Promise<void>((resolve) => client.on('forgotten', resolve))
  client.wake()
  await again
})

it('tries again four times a second, and not more often, when it was woken on a network that is half there', async () => {
  const first = await serve()
  const client = await host(first.url)
  const interrupted = new Promise<void>((resolve) => client.on('interrupted', resolve))
  await first.stop()
  await interrupted
  const attempts: number[] = []
  const fourth = new Promise<void>((resolve) => {
    const closed = createServer((socket) => {
      if (attempts.push(performance.now()) === 4) resolve()
      socket.destroy()
    })
    closed.listen(first.port, '127.0.0.1')
    onTestFinished(() => void closed.close())
  })
  client.wake()
  await fourth
  const [beganMs = 0] = attempts
  const tookMs = (attempts[3] ?? 0) - beganMs
  expect(tookMs).toBeGreaterThan(3 * 250 - 50)
  expect(tookMs).toBeLessThan(2_500)
})

it('takes a connection for dead on which nothing is answered, and comes back on another', async () => {
  const server = await serve()
  const line = await startLine(server.port)
  onTestFinished(() => line.stop())
  const client = await host(line.url, { ackTimeoutMs: 200 })
  const events: string[] = []
  client.on('interrupted', () => events.push('interrupted'))
  const resumed = new Promise<void>((resolve) => client.on('resumed', () => resolve()))
  line.swallow()
  expect(await client.request('code:renew', {})).toMatchObject({ error: { code: 'server-unreachable' } })
  await resumed
  expect(events).toEqual(['interrupted'])
  valueOf(await client.request('code:renew', {}))
})

it('waits on a slow connection as long as it lasts where the membership ends with it', async () => {
  const server = await serve()
  const line = await startLine(server.port)
  onTestFinished(() => line.stop())
  const client = connect(line.url, { ackTimeoutMs: 200 })
  valueOf(await client.open())
  client.remember(valueOf(await client.request('session:create', { fingerprint })))
  let isInterrupted = false
  client.on('interrupted', () => (isInterrupted = true))
  line.swallow()
  expect(await client.request('code:renew', {})).toMatchObject({ error: { code: 'server-unreachable' } })
  expect(isInterrupted).toBe(false)
})

it('brings signals to the other side in order, those from before the connection included', async () => {
  const server = await serve()
  const client = connect(server.url)
  valueOf(await client.open())
  const created = valueOf(await client.request('session:create', { fingerprint }))
  const viewer = connect(server.url)
  valueOf(await viewer.open())
  const claimed = valueOf(await viewer.request('code:claim', { room: created.room }))
  const received: string[] = []
  const all = new Promise<void>((resolve) => {
    viewer.on('signal:received', ({ data }) => {
      received.push(data)
      if (data === 'last') resolve()
    })
  })
  for (const data of ['first', 'second', 'last']) client.sendSignal(claimed.memberId, data)
  client.remember(created)
  await all
  expect(received).toEqual(['first', 'second', 'last'])
})
