import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'

/** A server under test, in a process of its own. */
export interface ServerProcess {
  readonly url: string
  readonly pid: number
  /** Resident memory, bytes. */
  rssBytes(): Promise<number>
  stop(): Promise<void>
}

const run = promisify(execFile)

const stop = async (child: ChildProcess): Promise<void> => {
  const exit = once(child, 'exit')
  child.kill('SIGTERM')
  await exit
}

/** Starts a script that says where it listens in a JSON line with `"msg":"listening"`, as our servers do. */
export const startServerProcess = async (
  script: string,
  environment: Readonly<Record<string, string>>,
): Promise<ServerProcess> => {
  const child = spawn(process.execPath, [script], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const url = await new Promise<string>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`${script} ended with ${String(code)}`)))
    // The lines are read to the end: a full pipe would stop the server.
    createInterface(child.stdout).on('line', (line) => {
      const entry = JSON.parse(line) as { msg: string; host: string; port: number }
      if (entry.msg === 'listening') resolve(`http://${entry.host}:${entry.port}`)
    })
  })
  const { pid } = child
  if (pid === undefined) throw new Error(`${script} has no process`)
  return {
    url,
    pid,
    rssBytes: async () => Number((await run('ps', ['-o', 'rss=', '-p', String(pid)])).stdout) * 1024,
    stop: () => stop(child),
  }
}
