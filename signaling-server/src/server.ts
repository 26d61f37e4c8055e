import type { IncomingMessage } from 'node:http'
import { Server as HttpsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { Registry } from 'prom-client'
import type { Clock } from '../../src/shared/clock.ts'
import type { RandomBytes } from '../../src/shared/code.ts'
import { createAdmission } from './admission.ts'
import { auditRooms } from './audit.ts'
import { ClaimGate } from './claims/claim-gate.ts'
import { addressKey, createAddressReader } from './client-address.ts'
import type { Config } from './config.ts'
import { Beats, BEAT_MS } from './decoys/beats.ts'
import { createCasting } from './decoys/casting.ts'
import { Decoys } from './decoys/decoys.ts'
import { HostWatch } from './decoys/host-watch.ts'
import { RunWatch } from './decoys/run-watch.ts'
import { drainSockets } from './drain.ts'
import { Connection, connectionRates, type ConnectionDeps } from './events/connection.ts'
import { createHttp, registerRoutes } from './http/app.ts'
import { createAddressHasher, type Logger } from './log.ts'
import { createMetrics } from './metrics.ts'
import { createMonotonicClock } from './monotonic-clock.ts'
import { AddressTally, createAddressLimits } from './rate-limit.ts'
import { repeat } from './repeat.ts'
import { Rooms } from './rooms.ts'
import { createDelivery, createSocketServer } from './sockets.ts'
import type { Store } from './store/store.ts'
import { readTlsIdentity, watchTlsFiles } from './tls.ts'
import { probeTurn, TurnHealth, type TurnHealthOptions } from './turn-health.ts'
import { declareTurnMetrics } from './turn-metrics.ts'

export interface ServerDeps {
  readonly config: Config
  readonly log: Logger
  readonly clock: Clock
  readonly random: RandomBytes
  readonly store: Store
  /** Where the metrics are declared; one for each server. */
  readonly registry: Registry
  /** How a TURN server is looked at: really, unless told otherwise. */
  readonly lookAtTurn?: TurnHealthOptions['probe']
  /** For delays of less than a millisecond; the machine's own unless given. */
  readonly stopwatch?: Clock
  /** How far apart the beats are on which viewers that have proved nothing are answered, in milliseconds. */
  readonly beatMs?: number
}

export interface SignalingServer {
  /** Binds the port and starts to work; rejects if the port cannot be had. */
  listen(): Promise<{ readonly host: string; readonly port: number }>
  /** Drains, then closes everything; every call returns the same promise. */
  close(): Promise<void>
}

/** How often what has expired is looked for. */
const SWEEP_PERIOD_MS = 1000

/** Builds a server out of what it is given; it reads no environment, has no globals and never ends the process. */
export const createServer = ({
  config,
  log,
  clock,
  random,
  store,
  registry,
  lookAtTurn = probeTurn,
  stopwatch = createMonotonicClock(),
  beatMs = BEAT_MS,
}: ServerDeps): SignalingServer => {
  let closing: Promise<void> | null = null
  const isDraining = (): boolean => closing !== null

  const limits = createAddressLimits(config.limits)
  const openSockets = new AddressTally()
  const metrics = createMetrics(registry, {
    counts: () => store.counts(),
    sockets: () => openSockets.total,
    onBeat: () => beats.size,
  })
  const readAddress = createAddressReader(config.trustProxy)
  const hashAddress = createAddressHasher(random)
  const addressOf = ({ socket, headers }: IncomingMessage): string =>
    addressKey(
      readAddress({
        remoteAddress: socket.remoteAddress,
        forwardedFor: headers['x-forwarded-for']?.toString(),
      }),
    )

  const turnHealth = new TurnHealth({
    turn: config.turn,
    periodMs: config.turnCheckMs,
    clock,
    probe: lookAtTurn,
    onChanged: (url, finding) =>
      log[finding.kind === 'ok' ? 'info' : 'warn']({ url, finding }, 'turn server'),
  })
  declareTurnMetrics(registry, turnHealth)

  const identity = config.tls && readTlsIdentity(config.tls)
  if (identity && !identity.ok) throw new Error(`${identity.error.variable} ${identity.error.reason}`)
  const app = createHttp(log, identity?.value ?? null)
  const { io, addressOf: addressOfSocket } = createSocketServer({
    httpServer: app.server,
    addressOf,
    admit: createAdmission({
      allowedOrigins: config.allowedOrigins,
      limits,
      openSockets,
      maxOpenSockets: config.limits.openSockets,
      maxOpenSocketsTotal: config.limits.openSocketsTotal,
      isDraining,
    }),
    openSockets,
    onRefused: (reason) => metrics.refusedConnections.inc({ reason }),
    log,
  })
  const beats = new Beats({ clock: stopwatch, beatMs })
  const delivery = createDelivery(io, beats)
  const rooms = new Rooms({
    store,
    delivery,
    clock,
    random,
    settings: config,
    isUnproved: (id) => runs.has(id),
  })
  const runs = new RunWatch()
  runs.observe(rooms.events)
  auditRooms(rooms, log, metrics)

  const now = (): number => stopwatch.now()
  const hosts = new HostWatch({ now, codeTtlMs: config.codeTtlMs })
  hosts.observe(rooms.events)
  const claims = new ClaimGate({
    limits,
    unprovedPerSecond: config.limits.unprovedClaimsPerSecond,
    now: () => clock.now(),
    isFull: () => decoys.isFull,
    onRefused: (limit) => metrics.rateLimited.inc({ limit }),
  })
  const decoys = new Decoys({
    delivery,
    cast: createCasting({ watch: hosts, random, now, codeTtlMs: config.codeTtlMs }),
    clock: stopwatch,
    random,
    onLeft: (viewerId) => forget(viewerId),
  })
  const forget = (viewerId: string): void => {
    claims.condemn(viewerId)
    beats.forget(viewerId)
  }
  rooms.events.on('viewerProved', ({ id }) => {
    void claims.acquit(id)
    beats.release(id)
  })
  rooms.events.on('viewerLeft', ({ id }) => forget(id))
  rooms.events.on('viewerOrphaned', (viewer) => {
    const run = runs.take(viewer.id)
    if (run) decoys.takeOver(viewer, run)
  })
  registerRoutes(app, {
    webRoot: config.webRoot,
    probes: { registry, metricsToken: config.metricsToken, isDraining, turnState: () => turnHealth.state },
    ice: { config, rooms, decoys, limits, metrics, clock, addressOf },
  })

  const connectionDeps: ConnectionDeps = {
    context: { rooms, limits, hosts, decoys, beats, claims, metrics, isDraining },
    rates: connectionRates(config.limits),
    now: () => clock.now(),
    log,
  }
  io.on('connection', (socket) => {
    const address = addressOfSocket(socket)
    const client = hashAddress(address)
    const cut = (): void => void socket.disconnect(true)
    const connection = new Connection(connectionDeps, { id: socket.id, address, client, cut })
    log.debug({ client }, 'connected')
    socket.onAny((event: string, ...args: unknown[]) => connection.receive(event, args))
    socket.on('disconnect', (reason) => {
      log.debug({ client, reason }, 'disconnected')
      void connection.close()
    })
  })

  const sweep = (): void => {
    rooms.sweep().catch((error: unknown) => log.error({ err: error }, 'sweep failed'))
  }
  let stopSweeping = (): void => undefined
  let stopWatching = (): void => undefined

  const shutDown = async (): Promise<void> => {
    log.info({ sockets: openSockets.total }, 'draining')
    await drainSockets(io, clock, config.drainGraceMs)
    stopSweeping()
    stopWatching()
    turnHealth.stop()
    await app.close()
    log.info('closed')
  }

  return {
    async listen() {
      await app.listen({ host: config.host, port: config.port })
      stopSweeping = repeat(clock, SWEEP_PERIOD_MS, sweep)
      if (config.tls && identity && app.server instanceof HttpsServer)
        stopWatching = watchTlsFiles({
          files: config.tls,
          identity: identity.value,
          server: app.server,
          clock,
          log,
        })
      turnHealth.start()
      const { address, port } = app.server.address() as AddressInfo
      log.info({ host: address, port, tls: identity !== null }, 'listening')
      return { host: address, port }
    },
    close: () => (closing ??= shutDown()),
  }
}
