import type { Clock } from '../../src/shared/clock.ts'
import type { SocketServer } from './sockets.ts'

/**
 * Tells everyone that the server shuts down, and closes the connections that are left after `graceMs`. Ends early once
 * there are none.
 */
export const drainSockets = async (io: SocketServer, clock: Clock, graceMs: number): Promise<void> => {
  const { sockets } = io.sockets
  io.emit('server:draining', {})
  await new Promise<void>((resolve) => {
    const cancel = clock.after(graceMs, resolve)
    const resolveIfEmpty = (): void => {
      if (sockets.size > 0) return
      cancel()
      resolve()
    }
    for (const socket of sockets.values()) socket.on('disconnect', resolveIfEmpty)
    resolveIfEmpty()
  })
  io.disconnectSockets(true)
  io.engine.close()
}
