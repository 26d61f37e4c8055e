import { randomBytes } from 'node:crypto'
import { Worker } from 'node:worker_threads'
import { expect, it, onTestFinished } from 'vitest'
import { BEAT_MS } from '../../signaling-server/src/decoys/beats.ts'
import { startSignalingServer } from '../support/signaling-server.ts'
import { connectApp } from './app-socket.ts'
import { guess, type Guess } from './guesser.ts'
import { ksDistance, ksThreshold } from './two-samples.ts'

/**
 * Somebody who knows no code claims rooms on a real server, with real sockets and a real clock, and tries to learn
 * from the answers which of them exist.
 */

/** More than the server lets anybody have of one room while its code lives: 20 a minute, and 3 proofs. */
const ROUNDS = 160
/** Chance that the whole test fails although nothing can be told apart. */
const FALSE_ALARM = 1e-6
const phases = ['claim', 'hello', 'reply', 'verdict'] as const
/** 672 guesses at a few hundredths of a second each, and as much patience again as a busy machine needs. */
const TIMEOUT_MS = 240_000
/** The guesser's allowance is what other tests are about. */
const many = '1000000'
const settings = {
  WEB_ROOT: '',
  // A day: nobody's number changes its character meanwhile.
  CODE_TTL_SECONDS: '86400',
  LIMIT_SOCKETS_PER_MINUTE: many,
  LIMIT_FAILED_CLAIMS_PER_10_MINUTES: many,
  LIMIT_CLAIMS_PER_ROOM_PER_MINUTE: many,
  LIMIT_UNPROVED_CLAIMS_PER_SECOND: many,
  LIMIT_REQUESTS_PER_SECOND: '10000',
}

const startHost = async (url: string): Promise<string> => {
  const worker = new Worker(new URL('host-worker.ts', import.meta.url), { workerData: { url } })
  onTestFinished(async () => {
    await worker.terminate()
  })
  const { room } = await new Promise<{ readonly room: string }>((resolve, reject) => {
    worker.once('message', resolve)
    worker.once('error', reject)
  })
  return room
}

/** A room whose code has been withdrawn, as by its use. */
const useUpRoom = async (url: string): Promise<string> => {
  const app = await connectApp(url)
  onTestFinished(() => app.close())
  const created = await app.request('session:create', { fingerprint: randomBytes(32).toString('base64url') })
  const renewed = await app.request('code:renew', {})
  if (!created.ok || !renewed.ok) throw new Error('no session')
  return created.value.room
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0

/** How long a host, or who stands in for it, takes for all that it answers. */
const answersMs = async (url: string, room: string): Promise<number> => {
  const seen: number[] = []
  for (let i = 0; i < 5; i++) {
    const { hello, reply, verdict } = (await guess(url, room)).ms
    seen.push(hello + reply + verdict)
  }
  return median(seen)
}

/**
 * Hosts are near and far, and so are the decoys of rooms that have none: one in three keeps a pace of its own, and the
 * others that of a host that the server has seen. Only the latter can be compared with this host; with twelve to choose
 * from, there is none but once in 500,000 runs.
 */
const likeHost = async (url: string, host: string, candidates: readonly string[]): Promise<string> => {
  const hostMs = await answersMs(url, host)
  for (const room of candidates)
    if (Math.abs((await answersMs(url, room)) - hostMs) < BEAT_MS / 2) return room
  throw new Error('no decoy keeps the pace of the host')
}
const CANDIDATES = Array.from({ length: 12 }, (_, index) => index)

it(
  'nothing but a spent proof tells unknown, used and expired rooms from one that lives',
  async () => {
    const clock = ['--import', new URL('../support/shifted-clock.ts', import.meta.url).href]
    const server = await startSignalingServer(settings, clock)
    onTestFinished(() => server.stop())
    const { url } = server
    const usedUp = await Promise.all(CANDIDATES.map(() => useUpRoom(url)))
    server.signal('SIGUSR2')
    const used = await useUpRoom(url)
    const wrong = await startHost(url)
    const taken = new Set([...usedUp, used, wrong])
    const strangers = CANDIDATES.map((it) => `000${String(it).padStart(2, '0')}`).filter(
      (it) => !taken.has(it),
    )
    // Until the server has seen how this host answers, and every code has run once.
    for (let i = 0; i < 8; i++) for (const room of [wrong, used]) await guess(url, room)
    const expired = await likeHost(url, wrong, usedUp)
    const unknown = await likeHost(url, wrong, strangers)
    const rooms = { wrong, unknown, used, expired }
    const names = Object.keys(rooms) as (keyof typeof rooms)[]
    for (let i = 0; i < 8; i++) for (const name of names) await guess(url, rooms[name])

    const guesses = Object.fromEntries(names.map((name) => [name, [] as Guess[]])) as Record<
      keyof typeof rooms,
      Guess[]
    >
    for (let round = 0; round < ROUNDS; round++) {
      // Each follows each of the others equally often.
      const order = names.map((_, index) => names[(index + round) % names.length] ?? 'wrong')
      for (const name of round % 2 === 0 ? order : order.reverse())
        guesses[name].push(await guess(url, rooms[name]))
    }

    const dead = names.filter((name) => name !== 'wrong')
    const threshold = ksThreshold(ROUNDS, ROUNDS, FALSE_ALARM / (dead.length * phases.length))
    const times = (name: keyof typeof rooms, phase: (typeof phases)[number]) =>
      guesses[name].map(({ ms }) => ms[phase])
    console.log(
      `Kolmogorov-Smirnov distance to a room that lives; ${ROUNDS} each, told apart above ${threshold.toFixed(2)}`,
    )
    for (const phase of phases) {
      const distances = dead.map((name) => ksDistance(times('wrong', phase), times(name, phase)))
      console.log(
        `${phase}: ${names.map((name) => `${name} ${median(times(name, phase)).toFixed(2)} ms`).join(', ')}; distances ${distances.map((it) => it.toFixed(2)).join(' ')}`,
      )
      for (const distance of distances) expect(distance).toBeLessThan(threshold)
      // The same comparison finds a host that answers one beat later: it could fail.
      const slower = times('unknown', phase).map((it) => it + BEAT_MS)
      expect(ksDistance(times('wrong', phase), slower)).toBeGreaterThan(threshold)
    }

    // What does not take time: the same things are said, by somebody who stays the same from claim to claim.
    for (const name of names) {
      const seen = guesses[name]
      expect(new Set(seen.map(({ hostId, sessionId }) => `${hostId} ${sessionId}`)).size).toBe(1)
      expect(new Set(seen.map(({ fields, messages }) => JSON.stringify([fields, messages])))).toEqual(
        new Set(guesses.wrong.map(({ fields, messages }) => JSON.stringify([fields, messages]))),
      )
      const verdict = name === 'wrong' ? 'secret-mismatch' : 'code-invalid'
      expect(new Set(seen.map((it) => it.verdict))).toEqual(new Set([verdict]))
    }
  },
  TIMEOUT_MS,
)
