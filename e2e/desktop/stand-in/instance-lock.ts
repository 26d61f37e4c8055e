import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { rm } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** How a second instance of the app starts: what the first is told about it. */
export interface Launch {
  readonly argv: readonly string[]
  readonly workingDirectory: string
}

export interface InstanceLock {
  readonly isFirst: boolean
  /** Called in the first instance; what comes before is kept. */
  onLaunch(listener: (launch: Launch) => void): void
  /** Tells the first instance of this one. */
  tellFirst(launch: Launch): void
  release(): Promise<void>
}

/** Paths of sockets are short, wherever the folder is. */
const socketPath = (folder: string): string =>
  join(tmpdir(), `stand-in-${createHash('sha256').update(folder).digest('hex').slice(0, 16)}`)

/** Finds out, by a socket that one process alone can listen at, whether this is the first instance for `folder`. */
export const takeInstanceLock = async (folder: string): Promise<InstanceLock> => {
  const path = socketPath(folder)
  const launches: Launch[] = []
  let listener = (launch: Launch): void => void launches.push(launch)

  const first = connect(path)
  const isFirst = await once(first, 'connect').then(
    () => false,
    () => true,
  )
  if (!isFirst) {
    return {
      isFirst,
      onLaunch: () => {},
      tellFirst: (launch) => void first.end(JSON.stringify(launch)),
      release: async () => {
        if (!first.closed) await once(first, 'close')
      },
    }
  }

  // A process that was killed leaves its socket behind.
  await rm(path, { force: true })
  const server = createServer((socket) => {
    let text = ''
    socket.on('data', (chunk) => (text += chunk.toString()))
    socket.on('end', () => {
      if (text !== '') listener(JSON.parse(text) as Launch)
    })
  })
  server.listen(path)
  await once(server, 'listening')
  server.unref()
  return {
    isFirst,
    onLaunch(next) {
      listener = next
      launches.splice(0).forEach(next)
    },
    tellFirst: () => {},
    release: async () => {
      server.close()
      await rm(path, { force: true })
    },
  }
}
