import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { fuzz } from './fuzz.ts'
import type { MemoryReport } from './report-memory.ts'
import { unlimited } from './unlimited.ts'

/**
 * `npm run fuzz:signaling`: a million messages, right, nearly right and wrong, to the real server in a process of its
 * own. It must stay up, answer with Results alone and hold no more at the end than before.
 *   --messages 1000000  --seed 20261121  --sockets 8
 */
const { values } = parseArgs({
  options: {
    messages: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: '20261121' },
    sockets: { type: 'string', default: '8' },
  },
})
const messages = Number(values.messages)
/** How often the memory is looked at. */
const SAMPLES = 10
/** Each has a generator of its own, seeded with consecutive numbers. */
const MAX_SOCKETS = 1000
/** What may be in use beyond what was before, in megabytes, once everything has expired: compiled code, mostly. */
const MAX_LEFT_MB = 10
/** Codes, members without a connection and limits per minute are gone after it. */
const EXPIRY_MS = 65_000

const server = spawn(
  process.execPath,
  [
    '--expose-gc',
    '--import',
    new URL('report-memory.ts', import.meta.url).href,
    join(import.meta.dirname, '../src/main.ts'),
  ],
  {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    env: { PATH: process.env.PATH ?? '', PORT: '0', LOG_LEVEL: 'info', ...unlimited },
  },
)
const exit = new Promise<number | null>((resolve) => server.once('exit', resolve))
const errors: string[] = []
const { stdout } = server
if (!stdout) throw new Error('the server has no standard output')
const url = await new Promise<string>((resolve) => {
  createInterface({ input: stdout }).on('line', (line) => {
    const entry = JSON.parse(line) as { readonly level: number; readonly msg: string; readonly port: number }
    if (entry.msg === 'listening') resolve(`http://127.0.0.1:${entry.port}`)
    if (entry.level >= 50) errors.push(line)
  })
})

const megabytes = (bytes: number): string => (bytes / 2 ** 20).toFixed(1)
const heapBytes: number[] = []
const measure = async (when: string): Promise<void> => {
  const report = once(server, 'message')
  server.send('measure')
  const [memory] = (await report) as [MemoryReport]
  heapBytes.push(memory.heapBytes)
  console.log(
    `${when}: in use ${megabytes(memory.heapBytes)} MB, resident ${megabytes(memory.residentBytes)} MB`,
  )
}

const startedMs = Date.now()
const replies = new Map<string, number>()
const malformed: string[] = []
const count = { sent: 0, connections: 0, httpRequests: 0 }
await measure('before')
for (let sample = 1; sample <= SAMPLES; sample++) {
  const outcome = await fuzz({
    url,
    seed: Number(values.seed) + sample * MAX_SOCKETS,
    messages: messages / SAMPLES,
    sockets: Math.min(MAX_SOCKETS, Number(values.sockets)),
  })
  for (const [code, times] of outcome.replies) replies.set(code, (replies.get(code) ?? 0) + times)
  malformed.push(...outcome.malformed)
  count.sent += outcome.sent
  count.connections += outcome.connections
  count.httpRequests += outcome.httpRequests
  await measure(`after ${count.sent} messages`)
}
const seconds = Math.round((Date.now() - startedMs) / 1000)
await delay(EXPIRY_MS)
await measure('a minute later')
/** Connections whose answers still wait for beats: nobody is connected any more. */
const metrics = await (await fetch(`${url}/metrics`)).text()
const onBeat = Number(/^beckon_sockets_on_beat (\d+)$/m.exec(metrics)?.[1])
const isUp = (await fetch(`${url}/healthz`)).ok
server.kill('SIGTERM')
const exitCode = await exit

const leftMb = ((heapBytes.at(-1) ?? 0) - (heapBytes[0] ?? 0)) / 2 ** 20
console.log(`seed ${values.seed}: ${count.sent} messages over ${count.connections} connections`)
console.log(`and ${count.httpRequests} raw HTTP requests in ${seconds} s`)
for (const [code, times] of [...replies].sort(([, a], [, b]) => b - a)) console.log(`  ${code}: ${times}`)
console.log(
  `no Result: ${malformed.length}; errors logged: ${errors.length}; connections left: ${onBeat}; up at the end: ${isUp}; exit code ${exitCode}`,
)
for (const line of [...malformed, ...errors].slice(0, 10)) console.log(line)
const isFine =
  isUp &&
  exitCode === 0 &&
  malformed.length === 0 &&
  errors.length === 0 &&
  onBeat === 0 &&
  leftMb < MAX_LEFT_MB
if (!isFine) process.exitCode = 1
