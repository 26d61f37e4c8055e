import type { BrowserContext, Page } from '@playwright/test'

/** How one end of a connection gets to the other, by the browser's own account. */
export interface Leg {
  /** Of its own candidate in use. */
  readonly type: RTCIceCandidateType
  /** How its relay is spoken to; null without one. */
  readonly relayProtocol: string | null
  readonly family: 'ipv4' | 'ipv6'
}

declare global {
  interface Window {
    readonly labLeg: () => Promise<Leg | null>
    /** Kinds of the addresses that the other side has told. */
    readonly labRemoteTypes: () => Promise<readonly string[]>
    /** The greatest of a figure in all statistics of a type; 0 where there is none. */
    readonly labFigure: (type: string, name: string) => Promise<number>
  }
}

/** Runs in each page before its own scripts: tells what its latest connection that is up has come to. */
const watch = (): void => {
  const connections: RTCPeerConnection[] = []
  window.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(configuration?: RTCConfiguration) {
      super(configuration)
      connections.push(this)
    }
  }
  /** The connection check opens some as well, which never come up. */
  const latest = (): RTCPeerConnection | undefined =>
    connections.findLast(({ connectionState }) => connectionState === 'connected') ?? connections.at(-1)
  const labLeg = async (): Promise<Leg | null> => {
    const stats = (await latest()?.getStats()) as Map<string, Record<string, string>> | undefined
    const transport = [...(stats?.values() ?? [])].find(({ type }) => type === 'transport')
    const pair = stats?.get(transport?.selectedCandidatePairId ?? '')
    const local = stats?.get(pair?.localCandidateId ?? '')
    if (!local) return null
    return {
      type: local.candidateType as RTCIceCandidateType,
      relayProtocol: local.relayProtocol ?? null,
      family: (local.address ?? local.ip ?? '').includes(':') ? 'ipv6' : 'ipv4',
    }
  }
  const labRemoteTypes = async (): Promise<readonly string[]> => {
    const stats = (await latest()?.getStats()) as Map<string, Record<string, string>> | undefined
    const remote = [...(stats?.values() ?? [])].filter(({ type }) => type === 'remote-candidate')
    return [...new Set(remote.flatMap(({ candidateType }) => candidateType ?? []))]
  }
  const labFigure = async (type: string, name: string): Promise<number> => {
    const stats = (await latest()?.getStats()) as Map<string, Record<string, unknown>> | undefined
    const figures = [...(stats?.values() ?? [])].filter((it) => it.type === type).map((it) => it[name])
    return Math.max(0, ...figures.filter((it) => typeof it === 'number'))
  }
  Object.assign(window, { labLeg, labRemoteTypes, labFigure })
}

export const watchRoutes = async (context: BrowserContext): Promise<void> => {
  await context.addInitScript(watch)
}

export const readLeg = async (page: Page): Promise<Leg> => {
  const leg = await page.evaluate(() => window.labLeg())
  if (leg === null) throw new Error('there is no connection')
  return leg
}

/** `direct`, or `relayed` and how each relay that takes part is spoken to. */
export const describeRoute = (host: Leg, viewer: Leg): string => {
  const relays = [host, viewer].flatMap(({ relayProtocol }) => relayProtocol ?? [])
  return relays.length === 0 ? 'direct' : `relayed, ${relays.join(' + ').toUpperCase()}`
}
