import { execFileSync } from 'node:child_process'
import { parseArgs } from 'node:util'
import { measureIdle, measureRelay, type IdleFigures, type RelayLoad } from './support/relay-load.ts'
import { startBare, startBeckon, type End, type RelayTarget } from './support/relay-targets.ts'
import { percentile } from './support/statistics.ts'

/**
 * `npm run bench:signaling`: idle hosts and relayed signals on the signaling server, and beside it, in the same run and
 * turn by turn, on a bare Socket.IO relay. Prints a table in Markdown.
 */
const { values } = parseArgs({
  options: {
    hosts: { type: 'string', default: '5000' },
    pairs: { type: 'string', default: '250' },
    rate: { type: 'string', default: '1000' },
    rounds: { type: 'string', default: '4' },
    seconds: { type: 'string', default: '5' },
  },
})
const hosts = Number(values.hosts)
const pairs = Number(values.pairs)
const rounds = Number(values.rounds)
const load: RelayLoad = {
  perSecond: Number(values.rate),
  seconds: Number(values.seconds),
  signalLength: 2048,
}
const warmUp: RelayLoad = { ...load, seconds: 2 }

/** Two targets at once, each connection with its end in this process. */
const neededFiles = 2 * (hosts + 2 * pairs) + 200
const availableFiles = execFileSync('sh', ['-c', 'ulimit -Hn'], { encoding: 'utf8' }).trim()
if (availableFiles !== 'unlimited' && Number(availableFiles) < neededFiles) {
  console.error(
    `This takes ${neededFiles} open files, and ulimit -Hn says ${availableFiles}: try fewer --hosts.`,
  )
  process.exit(1)
}

interface Measured {
  readonly target: RelayTarget
  readonly idle: IdleFigures
  readonly pairs: readonly (readonly [End, End])[]
  readonly latenciesMs: number[]
}

/** The clients are in this process: without this, the target that comes first would pay for their compilation. */
const warmUpClients = async (): Promise<void> => {
  const bare = await startBare()
  for (let i = 0; i < 500; i++) await bare.openIdle()
  await bare.server.stop()
}

const prepare = async (target: RelayTarget): Promise<Measured> => {
  console.error(`${target.name}: ${hosts} idle hosts`)
  const idle = await measureIdle(target, hosts)
  const opened: (readonly [End, End])[] = []
  while (opened.length < pairs) opened.push(await target.openPair())
  return { target, idle, pairs: opened, latenciesMs: [] }
}

await warmUpClients()
const targets = [await startBare(), await startBeckon()] as const
try {
  const [bare, beckon] = [await prepare(targets[0]), await prepare(targets[1])]
  for (const it of [bare, beckon]) await measureRelay(it.pairs, warmUp)
  for (let round = 0; round < rounds; round++) {
    // Each goes first in every other round.
    for (const it of round % 2 === 0 ? [bare, beckon] : [beckon, bare])
      it.latenciesMs.push(...(await measureRelay(it.pairs, load)))
    console.error(`relay round ${round + 1} of ${rounds}`)
  }

  const row = (label: string, digits: number, figure: (measured: Measured) => number): string => {
    const [ours, theirs] = [figure(beckon), figure(bare)]
    return `| ${label} | ${ours.toFixed(digits)} | ${theirs.toFixed(digits)} | ${(ours / theirs).toFixed(2)} |`
  }
  console.log(`${hosts} idle hosts; 2 KiB signals at ${load.perSecond}/s between ${pairs} pairs, open loop`)
  console.log('')
  console.log(`| | ${beckon.target.name} | ${bare.target.name} | ratio |`)
  console.log('|---|---:|---:|---:|')
  console.log(row('memory per connection, kB', 1, ({ idle }) => idle.bytesPerConnection / 1000))
  console.log(row('connections per second', 0, ({ idle }) => idle.connectionsPerSecond))
  console.log(row('relay p50, ms', 2, ({ latenciesMs }) => percentile(latenciesMs, 0.5)))
  console.log(row('relay p99, ms', 2, ({ latenciesMs }) => percentile(latenciesMs, 0.99)))
} finally {
  for (const { server } of targets) await server.stop()
}
