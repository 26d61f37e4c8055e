import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { fuzz } from './fuzz.ts'
import { unlimited } from './unlimited.ts'

/**
 * `npm run fuzz:signaling`: a million messages, right, nearly right and wrong, to the real server in a process of its
 * own. It must stay up, answer with Results alone and hold no more memory at the end. Linux only, for the memory.
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
/** What the server may hold more at the end than after the first tenth, in megabytes: what a heap that breathes needs. */
const MAX_GROWTH_MB = 60

const server = spawn(process.execPath, [join(import.meta.dirname, '../src/main.ts')], {
  stdio: ['ignore', 'pipe', 'inherit'],
  env: { PATH: process.env.PATH ?? '', PORT: '0', LOG_LEVEL: 'info', ...unlimited },
})
const exit = new Promise<number | null>((resolve) => server.once('exit', resolve))
const errors: string[] = []
const url = await new Promise<string>((resolve) => {
  createInterface({ input: server.stdout }).on('line', (line) => {
    const entry = JSON.parse(line) as { readonly level: number; readonly msg: string; readonly port: number }
    if (entry.msg === 'listening') resolve(`http://127.0.0.1:${entry.port}`)
    if (entry.level >= 50) errors.push(line)
  })
})

const rssMb = (): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${server.pid}/status`, 'utf8'))?.[1]) / 1024

let warmMb = 0
const startedMs = Date.now()
const outcome = await fuzz({
  url,
  seed: Number(values.seed),
  messages,
  sockets: Number(values.sockets),
  onProgress: (sent) => {
    if (warmMb === 0 && sent > messages / 10) warmMb = rssMb()
  },
})
const isUp = (await fetch(`${url}/healthz`)).ok
const endMb = rssMb()
server.kill('SIGTERM')
const exitCode = await exit

console.log(`seed ${values.seed}: ${outcome.sent} messages over ${outcome.connections} connections`)
console.log(
  `and ${outcome.httpRequests} raw HTTP requests in ${Math.round((Date.now() - startedMs) / 1000)} s`,
)
for (const [code, count] of [...outcome.replies].sort(([, a], [, b]) => b - a))
  console.log(`  ${code}: ${count}`)
console.log(
  `no Result: ${outcome.malformed.length}; errors logged: ${errors.length}; up at the end: ${isUp}; exit code ${exitCode}`,
)
console.log(`resident: ${warmMb.toFixed(0)} MB after a tenth, ${endMb.toFixed(0)} MB at the end`)
for (const line of [...outcome.malformed, ...errors].slice(0, 10)) console.log(line)
const isFine =
  isUp &&
  exitCode === 0 &&
  outcome.malformed.length === 0 &&
  errors.length === 0 &&
  endMb - warmMb < MAX_GROWTH_MB
if (!isFine) process.exitCode = 1
