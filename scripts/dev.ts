import { createServer } from 'vite'
import { endWithNpm } from './lib/end-with-npm.ts'
import { serverMain } from './lib/paths.ts'
import { exitOf, startNode } from './lib/run.ts'

/** `npm run dev`: the signaling server, restarted when its sources change, behind Vite's server with hot reload. */
const signaling = startNode(['--watch', '--watch-preserve-output', serverMain])
const vite = await createServer()
await vite.listen()
vite.printUrls()

const stop = (): void => void signaling.kill('SIGTERM')
process.once('SIGINT', stop)
process.once('SIGTERM', stop)
endWithNpm()

process.exitCode = await exitOf(signaling)
await vite.close()
