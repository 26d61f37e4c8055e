import { createSocket } from 'node:dgram'
import { hostname, networkInterfaces } from 'node:os'
import type { Reply } from '#shared/ipc/bridge.ts'
import type { Clock } from '#shared/clock.ts'
import type { Result } from '#shared/result.ts'
import { LocalNetwork } from '../discovery/local-network.ts'
import type { Log, LogSink } from '../log/log.ts'
import type { SettingsService } from '../settings/service.ts'
import { openServer } from './address.ts'
import { announcedAddresses, lanAddresses } from './lan-addresses.ts'
import { NetworkServer } from './network-server.ts'

export interface ServerParts {
  /** The built web edition, for browsers on the local network. */
  readonly webRoot: string
  /** Null in a packaged app. */
  readonly devServerUrl: string | null
  readonly settings: Pick<SettingsService, 'current'>
  readonly clock: Clock
  readonly log: Log
  readonly logSink: LogSink
}

export interface InstalledServer {
  readonly localNetwork: LocalNetwork
  readonly networkServer: NetworkServer
  /** Makes the server of the settings ready. */
  readonly open: () => Promise<Result<Reply<'server:open'>>>
}

/** Puts together the server inside this app, and what tells the local network of it. */
export const installServer = (parts: ServerParts): InstalledServer => {
  const { webRoot, devServerUrl, settings, clock, log, logSink } = parts
  const addresses = (): string[] => lanAddresses(networkInterfaces())

  const localNetwork = new LocalNetwork({
    createSocket: () => createSocket({ type: 'udp4', reuseAddr: true }),
    addresses: () => announcedAddresses(networkInterfaces()),
    clock,
    log,
  })
  const networkServer = new NetworkServer(async (port) => {
    // Loaded when first needed: most starts of the app share nothing.
    const { startEmbeddedServer } = await import('./embedded.ts')
    const allowedOrigins = devServerUrl === null ? [] : [new URL(devServerUrl).origin]
    const server = await startEmbeddedServer({ port, webRoot, allowedOrigins, logSink })
    const endAnnouncement = localNetwork.announce(hostname(), server.port)
    return {
      port: server.port,
      close: () => {
        endAnnouncement()
        return server.close()
      },
    }
  }, log)
  const open = (): Promise<Result<Reply<'server:open'>>> =>
    openServer(settings.current, {
      openNetworkServer: (port) => networkServer.open(port),
      lanAddresses: addresses,
    })

  return { localNetwork, networkServer, open }
}
