import { connect, type Socket } from 'node:net'
import { createClient } from '@homebridge/dbus-native'
import * as v from 'valibot'
import { Emitter } from '#shared/emitter.ts'

/**
 * A connection to a D-Bus daemon. The one file that knows dbus-native, and loaded in the injector's process alone: a
 * message that makes no sense ends a process that can be started again.
 */

declare module '@homebridge/dbus-native' {
  /** The package's own types leave these out. */
  export function createClient(options: { readonly stream: Socket }): MessageBus
  interface MessageBus {
    /** Once the daemon has answered the greeting. */
    readonly name?: string
  }
}

/** A method to be called: `signature` and `body` as the specification of D-Bus writes types and their values. */
export interface MethodCall {
  readonly destination: string
  readonly path: string
  readonly interface: string
  readonly member: string
  readonly signature?: string
  /** Variants are pairs of signature and value; dictionaries are lists of pairs, which `vardict` makes. */
  readonly body?: readonly unknown[]
}

export interface Signal {
  /** Unique name of who sent it; the daemon vouches for it. */
  readonly sender: string
  readonly path: string
  readonly interface: string
  readonly member: string
  readonly body: readonly unknown[]
}

export interface BusEvents {
  signal: [Signal]
  /** The daemon is gone, or has ended the connection; nothing works any more. */
  closed: []
}

/** What the other side of a call says went wrong: `name` as in `org.freedesktop.DBus.Error.Failed`. */
export class BusError extends Error {
  constructor(name: string, message: string) {
    super(message)
    this.name = name
  }
}

const SIGNAL = 4
const DAEMON = {
  destination: 'org.freedesktop.DBus',
  path: '/org/freedesktop/DBus',
  interface: 'org.freedesktop.DBus',
} as const

const signalSchema = v.object({
  type: v.literal(SIGNAL),
  sender: v.string(),
  path: v.string(),
  interface: v.string(),
  member: v.string(),
  body: v.optional(v.array(v.unknown()), []),
})
const errorSchema = v.object({ name: v.string(), message: v.string() })
const nameSchema = v.pipe(v.string(), v.startsWith(':'))

/** Parses a variant that holds `schema`, as the library gives it: what its signature says, and the value. */
export const variant = <Schema extends v.GenericSchema>(schema: Schema) =>
  v.pipe(
    v.tuple([v.array(v.unknown()), v.tuple([v.unknown()])]),
    v.transform(([, [value]]) => value),
    schema,
  )

const dictionarySchema = v.pipe(
  v.array(v.tuple([v.string(), variant(v.unknown())])),
  v.transform((entries): Record<string, unknown> => Object.fromEntries(entries)),
)

/** Parses `a{sv}`; keys that nobody asked for are left out, as every version of a portal adds some. */
export const dictionary = <Entries extends v.ObjectEntries>(entries: Entries) =>
  v.pipe(dictionarySchema, v.object(entries))

/** Options as `a{sv}`, each with its signature. */
export const vardict = (
  options: Readonly<Record<string, readonly [signature: string, value: unknown]>>,
): readonly unknown[] => Object.entries(options)

/**
 * Path of the session bus' socket, of the addresses that `DBUS_SESSION_BUS_ADDRESS` may hold; a NUL first where it is
 * one of Linux' abstract names. Null where there is none that a socket leads to.
 * https://dbus.freedesktop.org/doc/dbus-specification.html#addresses
 */
export const sessionSocket = (env: Readonly<Record<string, string | undefined>>): string | null => {
  const { DBUS_SESSION_BUS_ADDRESS: addresses, XDG_RUNTIME_DIR: runtimeFolder } = env
  for (const address of addresses?.split(';') ?? []) {
    const [, path] = /^unix:(?:.*,)?path=([^,]+)/.exec(address) ?? []
    if (path !== undefined) return unescapeValue(path)
    const [, name] = /^unix:(?:.*,)?abstract=([^,]+)/.exec(address) ?? []
    if (name !== undefined) return `\0${unescapeValue(name)}`
  }
  return addresses === undefined && runtimeFolder !== undefined ? `${runtimeFolder}/bus` : null
}

const unescapeValue = (value: string): string =>
  Buffer.from(
    value.replace(/%([\da-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  ).toString()

/** One connection, known to the daemon by a name of its own. */
export class Bus extends Emitter<BusEvents> {
  readonly #socket: Socket
  readonly #client: ReturnType<typeof createClient>
  readonly #pending = new Set<(error: Error) => void>()
  #isClosed = false
  #name = ''

  /** Rejects where nobody listens, or nobody answers as a daemon does. */
  static async open(socketPath: string): Promise<Bus> {
    const bus = new Bus(connect(socketPath))
    try {
      // The greeting, which the library sends by itself, is answered with this side's name.
      await bus.#callDaemon('GetId')
      bus.#name = v.parse(nameSchema, bus.#client.name)
      return bus
    } catch (cause) {
      bus.close()
      throw cause
    }
  }

  private constructor(socket: Socket) {
    super()
    this.#socket = socket
    socket.on('close', () => this.#end())
    this.#client = createClient({ stream: socket })
    this.#client.connection.on('error', () => this.close())
    this.#client.connection.on('message', (message) => {
      const signal = v.safeParse(signalSchema, message)
      if (signal.success) this.emit('signal', signal.output)
    })
  }

  /** This side's unique name, such as `:1.42`. */
  get name(): string {
    return this.#name
  }

  /** The body of the reply; rejects with a BusError where that is an error. */
  call(call: MethodCall): Promise<readonly unknown[]> {
    if (this.#isClosed) return Promise.reject(lost())
    return new Promise((resolve, reject) => {
      // Throws what cannot be written as the signature says.
      this.#client.invoke({ ...call }, (error: unknown, ...body: unknown[]) => {
        this.#pending.delete(reject)
        const { name, message } = v.parse(errorSchema, error ?? { name: '', message: '' })
        if (error) reject(new BusError(name, message))
        else resolve(body)
      })
      this.#pending.add(reject)
    })
  }

  /** Has signals delivered that were not sent to this side alone; `rule` as D-Bus writes match rules. */
  async watch(rule: string): Promise<void> {
    await this.#callDaemon('AddMatch', rule)
  }

  /** Unique name of whoever owns a well-known name, which is started if it has to be. Rejects where nobody does. */
  async ownerOf(name: string): Promise<string> {
    const ask = () => this.#callDaemon('GetNameOwner', name)
    // To start what runs already fails where the daemon could not have started it.
    const [owner] = await ask().catch(async () => {
      await this.call({ ...DAEMON, member: 'StartServiceByName', signature: 'su', body: [name, 0] })
      return ask()
    })
    return v.parse(nameSchema, owner)
  }

  /** What was called before still goes out. */
  close(): void {
    this.#socket.end()
    this.#end()
  }

  #callDaemon(member: string, text?: string): Promise<readonly unknown[]> {
    return this.call({ ...DAEMON, member, ...(text !== undefined && { signature: 's', body: [text] }) })
  }

  #end(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    for (const reject of this.#pending) reject(lost())
    this.#pending.clear()
    this.emit('closed')
  }
}

const lost = (): BusError => new BusError('org.freedesktop.DBus.Error.Disconnected', 'the bus is gone')
