import { join } from 'node:path'
import { PROTOCOL_VERSION } from '../../src/shared/protocol/signaling.ts'
import { startServerProcess, type ServerProcess } from './server-process.ts'
import { SocketIoClient } from './socket-io-client.ts'

/** One end of a pair: sends to the other, and takes what the other sends. */
export interface End {
  send(data: string): Promise<void>
  listen(listener: (data: string) => void): void
}

/** A relay to be measured, and how its clients speak to it. */
export interface RelayTarget {
  readonly name: string
  readonly server: ServerProcess
  /** Opens a host that then waits; resolves when the server has acknowledged it. */
  openIdle(): Promise<void>
  /** Opens a host and a viewer that can exchange signals. */
  openPair(): Promise<readonly [End, End]>
}

const root = join(import.meta.dirname, '../..')
const auth = { protocol: PROTOCOL_VERSION }

/** Everything comes from one address here: its limits must not be what is measured. */
const unlimited = {
  PORT: '0',
  MAX_SESSIONS: '1000000',
  LIMIT_SOCKETS_PER_MINUTE: '1000000',
  LIMIT_OPEN_SOCKETS: '1000000',
  LIMIT_CREATES_PER_10_MINUTES: '1000000',
  LIMIT_FAILED_CLAIMS_PER_10_MINUTES: '1000000',
  LIMIT_CLAIMS_PER_ROOM_PER_MINUTE: '1000000',
  LIMIT_UNPROVED_CLAIMS_PER_SECOND: '1000000',
  LIMIT_OPEN_SOCKETS_TOTAL: '1000000',
}

type Answer = readonly [{ readonly ok: true; readonly value: Readonly<Record<string, string>> }]

const ask = async (client: SocketIoClient, event: string, payload: object) => {
  const [answer] = (await client.request(event, payload)) as Answer
  if (!(answer.ok as boolean)) throw new Error(`${event}: ${JSON.stringify(answer)}`)
  return answer.value
}

const beckonEnd = (client: SocketIoClient, to: string | undefined): End => ({
  async send(data) {
    await ask(client, 'signal:send', { to: to ?? '', data })
  },
  listen(listener) {
    client.listen((payload) => listener((payload as { data: string }).data))
  },
})

/** The signaling server as it is shipped: sessions, codes, members, parsing, limits, metrics, log. */
export const startBeckon = async (): Promise<RelayTarget> => {
  const server = await startServerProcess(join(root, 'signaling-server/src/main.ts'), unlimited)
  const openHost = async () => {
    const client = await SocketIoClient.connect(server.url, auth)
    return { client, session: await ask(client, 'session:create', { fingerprint: 'A'.repeat(43) }) }
  }
  return {
    name: 'Beckon',
    server,
    async openIdle() {
      await openHost()
    },
    async openPair() {
      const { client: host, session } = await openHost()
      const viewer = await SocketIoClient.connect(server.url, auth)
      const claim = await ask(viewer, 'code:claim', { room: session.room })
      // Answers to one that has proved nothing wait for a beat (docs/decisions/0004-decoys.md).
      await ask(host, 'viewer:admit', { viewerId: claim.memberId ?? '' })
      return [beckonEnd(host, claim.memberId), beckonEnd(viewer, session.memberId)]
    },
  }
}

/** bench/bare-relay.ts */
export const startBare = async (): Promise<RelayTarget> => {
  const server = await startServerProcess(join(root, 'bench/bare-relay.ts'), {})
  let rooms = 0
  const openMember = async (room: string): Promise<SocketIoClient> => {
    const client = await SocketIoClient.connect(server.url, {})
    await client.request('join', room)
    return client
  }
  const bareEnd = (client: SocketIoClient, to: string): End => ({
    async send(data) {
      await client.request('signal', { to, data })
    },
    listen(listener) {
      client.listen((payload) => listener((payload as { data: string }).data))
    },
  })
  return {
    name: 'bare Socket.IO',
    server,
    async openIdle() {
      await openMember(`room ${rooms++}`)
    },
    async openPair() {
      const room = `room ${rooms++}`
      const [host, viewer] = [await openMember(room), await openMember(room)]
      return [bareEnd(host, room), bareEnd(viewer, room)]
    },
  }
}
