import { Counter, Gauge, type Registry } from 'prom-client'
import type { Counts } from './store/store.ts'

/** What the gauges read when they are asked for. */
export interface MetricsReadings {
  readonly counts: () => Promise<Counts>
  readonly sockets: () => number
  readonly onBeat: () => number
}

/** Declares the server's metrics in `registry`; their meaning stands in their help texts. */
export const createMetrics = (registry: Registry, { counts, sockets, onBeat }: MetricsReadings) => {
  const registers = [registry]
  const gauge = (name: string, help: string, read: (counts: Counts) => number): void => {
    const instance: Gauge = new Gauge({
      name,
      help,
      registers,
      collect: async () => instance.set(read(await counts())),
    })
  }
  gauge('beckon_sessions', 'Sessions that are open', ({ sessions }) => sessions)
  gauge('beckon_codes', 'Codes that occupy a room number, open or claimed', ({ codes }) => codes)
  gauge('beckon_viewers_waiting', 'Viewers that have claimed a code and wait', (it) => it.waitingViewers)
  gauge('beckon_viewers_admitted', 'Viewers that have been let in', (it) => it.admittedViewers)
  gauge('beckon_sockets', 'Open connections of apps', sockets)
  gauge('beckon_sockets_on_beat', 'Those that have claimed a code and proved nothing', onBeat)

  return {
    refusedConnections: new Counter({
      name: 'beckon_connections_refused_total',
      help: 'Connections refused, by reason',
      labelNames: ['reason'],
      registers,
    }),
    sessionsEnded: new Counter({
      name: 'beckon_sessions_ended_total',
      help: 'Sessions that are over, by reason',
      labelNames: ['reason'],
      registers,
    }),
    claims: new Counter({
      name: 'beckon_claims_total',
      help: 'Claims of codes, by outcome; a rise of code-invalid is somebody guessing',
      labelNames: ['outcome'],
      registers,
    }),
    signals: new Counter({ name: 'beckon_signals_total', help: 'Signals passed on', registers }),
    signalCharacters: new Counter({
      name: 'beckon_signal_characters_total',
      help: 'Length of the signals passed on',
      registers,
    }),
    rateLimited: new Counter({
      name: 'beckon_rate_limited_total',
      help: 'Requests refused for being too many, by limit',
      labelNames: ['limit'],
      registers,
    }),
    malformed: new Counter({
      name: 'beckon_malformed_total',
      help: 'Events and payloads that no app of ours sends',
      registers,
    }),
  }
}

export type Metrics = ReturnType<typeof createMetrics>
