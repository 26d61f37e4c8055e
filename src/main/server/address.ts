import type { Reply } from '#shared/ipc/bridge.ts'
import type { Settings } from '#shared/ipc/settings.ts'
import { ok, type Result } from '#shared/result.ts'

export interface ServerPorts {
  /** Opens the server inside this app. */
  readonly openNetworkServer: (port: number | null) => Promise<Result<number>>
  readonly lanAddresses: () => readonly string[]
}

/** Makes the chosen server ready, and says where this app and browsers elsewhere find it. */
export const openServer = async (
  { server, networkPort }: Pick<Settings, 'server' | 'networkPort'>,
  { openNetworkServer, lanAddresses }: ServerPorts,
): Promise<Result<Reply<'server:open'>>> => {
  if (server.kind === 'hosted') return ok({ url: server.url, browserUrls: [server.url] })
  const port = await openNetworkServer(networkPort)
  if (!port.ok) return port
  const originOf = (host: string): string => `http://${host}:${port.value}`
  return ok({ url: originOf('127.0.0.1'), browserUrls: lanAddresses().map(originOf) })
}
