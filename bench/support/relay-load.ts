import { setTimeout as delay } from 'node:timers/promises'
import type { End, RelayTarget } from './relay-targets.ts'

/** Connections that are opened side by side, as after a restart. */
const CONCURRENCY = 50

/** Opens hosts as fast as it goes; returns how many there were per second. */
export const openHosts = async (target: RelayTarget, hosts: number): Promise<number> => {
  const startMs = performance.now()
  let left = hosts
  const openSome = async (): Promise<void> => {
    while (left-- > 0) await target.openIdle()
  }
  await Promise.all(Array.from({ length: CONCURRENCY }, openSome))
  return (hosts * 1000) / (performance.now() - startMs)
}

export interface RelayLoad {
  readonly perSecond: number
  readonly seconds: number
  readonly signalLength: number
}

/**
 * Sends signals at a steady rate, whether or not earlier ones have arrived (open loop), alternately from hosts and
 * viewers. Returns each signal's time from the moment it was due to its arrival, milliseconds: a server that makes the
 * sender wait does not look faster for it.
 */
export const measureRelay = async (
  pairs: readonly (readonly [End, End])[],
  { perSecond, seconds, signalLength }: RelayLoad,
): Promise<number[]> => {
  const total = perSecond * seconds
  const latenciesMs: number[] = []
  const arrived = new Promise<void>((resolve) => {
    for (const end of pairs.flat()) {
      end.listen((data) => {
        latenciesMs.push(performance.now() - Number.parseFloat(data))
        if (latenciesMs.length === total) resolve()
      })
    }
  })
  const acknowledged: Promise<void>[] = []
  const startMs = performance.now()
  while (acknowledged.length < total) {
    const dueMs = startMs + (acknowledged.length * 1000) / perSecond
    const waitMs = dueMs - performance.now()
    if (waitMs > 0) {
      await delay(waitMs)
      continue
    }
    const [host, viewer] = pairs[acknowledged.length % pairs.length] ?? []
    const sender = Math.floor(acknowledged.length / pairs.length) % 2 === 0 ? host : viewer
    if (!sender) throw new Error('no pairs to send between')
    acknowledged.push(sender.send(`${dueMs} `.padEnd(signalLength, 'x')))
  }
  await Promise.all([arrived, ...acknowledged])
  return latenciesMs
}
