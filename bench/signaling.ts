import { execFileSync } from 'node:child_process'
import { setTimeout as delay } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { cpuSeconds } from './support/cpu.ts'
import { measureRelay, openHosts, type RelayLoad } from './support/relay-load.ts'
import { startBare, startBeckon, type End, type RelayTarget } from './support/relay-targets.ts'
import { median, percentile } from './support/statistics.ts'

/**
 * `npm run bench:signaling`: idle hosts and relayed signals on the signaling server, and beside it, in the same run and
 * turn by turn, on a bare Socket.IO relay. Prints a table in Markdown. Rates and times are medians over the turns, so
 * that a moment in which the machine did something else counts for little. Linux only, for the processor times.
 */
const { values } = parseArgs({
  options: {
    hosts: { type: 'string', default: '5000' },
    pairs: { type: 'string', default: '250' },
    rate: { type: 'string', default: '1000' },
    turns: { type: 'string', default: '10' },
    seconds: { type: 'string', default: '2' },
  },
})
const hosts = Number(values.hosts)
const pairs = Number(values.pairs)
const turns = Number(values.turns)
const load: RelayLoad = {
  perSecond: Number(values.rate),
  seconds: Number(values.seconds),
  signalLength: 2048,
}
/** Lets the garbage of connecting be collected, and a round of pings pass. */
const SETTLE_MS = 15_000

/** Both servers at once, and the other end of every connection in this process. */
const neededFiles = 2 * (hosts + 2 * pairs) + 200
const availableFiles = execFileSync('sh', ['-c', 'ulimit -Hn'], { encoding: 'utf8' }).trim()
if (availableFiles !== 'unlimited' && Number(availableFiles) < neededFiles) {
  console.error(
    `This takes ${neededFiles} open files, and ulimit -Hn says ${availableFiles}: try fewer --hosts.`,
  )
  process.exit(1)
}

/** A target with what has been measured on it. */
interface Contender {
  readonly target: RelayTarget
  readonly emptyBytes: number
  readonly pairs: (readonly [End, End])[]
  readonly connectionsPerSecond: number[]
  readonly cpuMsPerConnection: number[]
  readonly cpuMsPerSignal: number[]
  readonly p50Ms: number[]
  readonly p99Ms: number[]
  settledBytes: number
}

const enter = async (target: RelayTarget): Promise<Contender> => ({
  target,
  emptyBytes: await target.server.rssBytes(),
  pairs: [],
  connectionsPerSecond: [],
  cpuMsPerConnection: [],
  cpuMsPerSignal: [],
  p50Ms: [],
  p99Ms: [],
  settledBytes: 0,
})

/** Processor time, milliseconds, that the server uses while `task` runs. */
const cpuMsOf = async ({ server }: RelayTarget, task: () => Promise<void>): Promise<number> => {
  const before = cpuSeconds(server.pid)
  await task()
  return (cpuSeconds(server.pid) - before) * 1000
}

/** Lets both do the same, turn by turn; who begins changes each time. */
const alternate = async (contenders: readonly Contender[], task: (it: Contender) => Promise<void>) => {
  for (let turn = 0; turn < turns; turn++) {
    for (const it of turn % 2 === 0 ? contenders : contenders.toReversed()) await task(it)
  }
}

/** The clients are in this process: without this, whoever begins would pay for their compilation. */
const warmUpClients = async (): Promise<void> => {
  const bare = await startBare()
  await openHosts(bare, 500)
  await bare.server.stop()
}

await warmUpClients()
const targets = [await startBeckon(), await startBare()] as const
try {
  const beckon = await enter(targets[0])
  const bare = await enter(targets[1])
  const contenders = [beckon, bare]

  console.error(`opening ${hosts} idle hosts on each`)
  const hostsPerTurn = Math.round(hosts / turns)
  await alternate(contenders, async ({ target, connectionsPerSecond, cpuMsPerConnection }) => {
    const cpuMs = await cpuMsOf(target, async () => {
      connectionsPerSecond.push(await openHosts(target, hostsPerTurn))
    })
    cpuMsPerConnection.push(cpuMs / hostsPerTurn)
  })
  await delay(SETTLE_MS)
  for (const it of contenders) it.settledBytes = await it.target.server.rssBytes()

  console.error(`relaying between ${pairs} pairs on each`)
  for (const it of contenders) {
    while (it.pairs.length < pairs) it.pairs.push(await it.target.openPair())
    await measureRelay(it.pairs, load)
  }
  await alternate(contenders, async ({ target, pairs: ends, cpuMsPerSignal, p50Ms, p99Ms }) => {
    const cpuMs = await cpuMsOf(target, async () => {
      const latenciesMs = await measureRelay(ends, load)
      p50Ms.push(percentile(latenciesMs, 0.5))
      p99Ms.push(percentile(latenciesMs, 0.99))
    })
    cpuMsPerSignal.push(cpuMs / (load.perSecond * load.seconds))
  })

  const row = (label: string, digits: number, figure: (it: Contender) => number): string => {
    const [ours, theirs] = [figure(beckon), figure(bare)]
    return `| ${label} | ${ours.toFixed(digits)} | ${theirs.toFixed(digits)} | ${(ours / theirs).toFixed(2)} |`
  }
  const kilobytes = ({ settledBytes, emptyBytes }: Contender) => (settledBytes - emptyBytes) / hosts / 1000
  console.log(`${hosts} idle hosts; 2 KiB signals at ${load.perSecond}/s between ${pairs} pairs, open loop`)
  console.log('')
  console.log(`| | ${beckon.target.name} | ${bare.target.name} | ratio |`)
  console.log('|---|---:|---:|---:|')
  console.log(row('memory per connection, kB', 1, kilobytes))
  console.log(row('connections per second', 0, (it) => median(it.connectionsPerSecond)))
  console.log(row('processor time per connection, ms', 2, (it) => median(it.cpuMsPerConnection)))
  console.log(row('processor time per signal, ms', 3, (it) => median(it.cpuMsPerSignal)))
  console.log(row('relay p50, ms', 2, (it) => median(it.p50Ms)))
  console.log(row('relay p99, ms', 2, (it) => median(it.p99Ms)))
} finally {
  for (const { server } of targets) await server.stop()
}
