import { failure } from '#shared/errors.ts'
import { err, ok, type Result } from '#shared/result.ts'
import type { Log } from '../log/log.ts'

export interface RunningServer {
  readonly port: number
  close(): Promise<void>
}

/**
 * The server inside this app: runs while something is shared, and is reached from the local network. Starting and
 * stopping take turns, so that a share which begins while the last one's server is closing gets one of its own.
 */
export class NetworkServer {
  readonly #start: (port: number) => Promise<RunningServer>
  readonly #log: Log
  #running: RunningServer | null = null
  #turn: Promise<unknown> = Promise.resolve()
  /** Taken again where it can be, so that an address which somebody noted stays good while the app runs. */
  #lastPort = 0

  constructor(start: (port: number) => Promise<RunningServer>, log: Log) {
    this.#start = start
    this.#log = log
  }

  /**
   * The port, on a server that is started if need be. `server-unreachable` when that is not possible.
   * @param port the one to use, or null for any
   */
  open(port: number | null): Promise<Result<number>> {
    return this.#inTurn(async () => {
      if (this.#running && (port === null || this.#running.port === port)) return ok(this.#running.port)
      await this.#stop()
      try {
        this.#running = port === null ? await this.#startAnywhere() : await this.#start(port)
      } catch (cause) {
        this.#log.error('embedded server not started', cause)
        return err(failure('server-unreachable', { cause }))
      }
      this.#lastPort = this.#running.port
      this.#log.info('embedded server started', { port: this.#running.port })
      return ok(this.#running.port)
    })
  }

  /** Stops listening; safe to call again. */
  close(): Promise<void> {
    return this.#inTurn(() => this.#stop())
  }

  async #startAnywhere(): Promise<RunningServer> {
    if (this.#lastPort === 0) return this.#start(0)
    try {
      return await this.#start(this.#lastPort)
    } catch {
      // Another program has it by now.
      return this.#start(0)
    }
  }

  async #stop(): Promise<void> {
    const running = this.#running
    this.#running = null
    if (!running) return
    await running.close()
    this.#log.info('embedded server stopped')
  }

  #inTurn<T>(run: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(run)
    this.#turn = result.catch(() => undefined)
    return result
  }
}
