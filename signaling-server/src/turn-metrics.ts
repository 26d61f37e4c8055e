import { Gauge, type Registry } from 'prom-client'
import type { TurnFinding, TurnHealth } from './turn-health.ts'

/** Declares what was last found out about the TURN servers, one value for each address. */
export const declareTurnMetrics = (registry: Registry, health: TurnHealth): void => {
  const gauge = (name: string, help: string, read: (finding: TurnFinding) => number | undefined): void => {
    const instance = new Gauge<'url'>({
      name,
      help,
      labelNames: ['url'],
      registers: [registry],
      collect() {
        instance.reset()
        for (const [url, finding] of health.findings) {
          const value = read(finding)
          if (value !== undefined) instance.set({ url }, value)
        }
      },
    })
  }
  gauge(
    'beckon_turn_up',
    'Whether a TURN server gives a relay and keeps to the internet: 1 or 0',
    ({ kind }) => (kind === 'ok' ? 1 : 0),
  )
  gauge(
    'beckon_turn_open_to_inside',
    'Whether a TURN server relays to internal addresses: 1 or 0',
    ({ kind }) => (kind === 'open-to-inside' ? 1 : 0),
  )
  gauge('beckon_turn_allocation_seconds', 'How long it took to get a relay', (finding) =>
    finding.kind === 'ok' ? finding.latencyMs / 1000 : undefined,
  )
}
