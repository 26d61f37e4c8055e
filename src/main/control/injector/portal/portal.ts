import { randomBytes } from 'node:crypto'
import * as v from 'valibot'
import { Emitter } from '#shared/emitter.ts'
import { PortalError } from '../portal-refusals.ts'
import { vardict, variant, type Bus, type Signal } from './bus.ts'

const NAME = 'org.freedesktop.portal.Desktop'
const PATH = '/org/freedesktop/portal/desktop'
const REQUEST = 'org.freedesktop.portal.Request'
export const SESSION = 'org.freedesktop.portal.Session'

/** The installed `.desktop` file's name, by which portals know the app (`desktopName` in package.json). */
const APP_ID = 'app.beckon.Beckon'

/** How a question ended (org.freedesktop.portal.Request::Response). */
const SUCCESS = 0
const CANCELLED = 1

const responseSchema = v.tuple([v.number(), v.array(v.unknown())])
const handleSchema = v.tuple([v.string()])

export interface PortalEvents {
  /** A session was closed by the system: by its path. */
  sessionClosed: [path: string]
  /** The portal or the bus is gone, and every session with it. */
  lost: []
}

export type Options = Parameters<typeof vardict>[0]

/** xdg-desktop-portal, as its clients see it: questions whose answers come later, as signals. */
export class Portal extends Emitter<PortalEvents> {
  readonly #bus: Bus
  /** Its unique name: whatever another program sends in its name is not from it. */
  readonly #owner: string
  /** By the path at which the answer is expected. */
  readonly #questions = new Map<string, (answer: readonly unknown[] | Error) => void>()

  /** Throws `missing` where there is none. */
  static async open(bus: Bus): Promise<Portal> {
    const owner = await bus.ownerOf(NAME).catch((cause: unknown) => {
      throw new PortalError('missing', { cause })
    })
    const portal = new Portal(bus, owner)
    await bus.watch(`type='signal',sender='${NAME}',interface='${REQUEST}'`)
    await bus.watch(`type='signal',sender='${NAME}',interface='${SESSION}'`)
    await bus.watch(`type='signal',sender='org.freedesktop.DBus',member='NameOwnerChanged',arg0='${NAME}'`)
    await portal.#introduce()
    return portal
  }

  private constructor(bus: Bus, owner: string) {
    super()
    this.#bus = bus
    this.#owner = owner
    bus.on('signal', (signal) => this.#hear(signal))
    bus.on('closed', () => this.#lose())
  }

  /** Ends the connection, and every session with it. */
  leave(): void {
    this.#bus.close()
  }

  /** A property that is a number. Throws `missing` where the portal has no such interface. */
  async number(interfaceName: string, property: string): Promise<number> {
    try {
      const body = ['ss', [interfaceName, property]] as const
      const [value] = await this.#call('org.freedesktop.DBus.Properties', 'Get', ...body)
      return v.parse(variant(v.number()), value)
    } catch (cause) {
      throw new PortalError('missing', { cause })
    }
  }

  /** Calls a method that replies nothing. */
  async tell(
    interfaceName: string,
    member: string,
    signature: string,
    body: readonly unknown[],
    path = PATH,
  ): Promise<void> {
    await this.#call(interfaceName, member, signature, body, path)
  }

  /**
   * Asks, and waits for the answer, which may be a person's: `signature` and `args` are those before the options. Throws
   * a PortalError when it is no.
   */
  async ask(
    interfaceName: string,
    member: string,
    signature: string,
    args: readonly unknown[],
    options: Options = {},
  ): Promise<readonly unknown[]> {
    const token = createToken()
    const sender = this.#bus.name.slice(1).replaceAll('.', '_')
    const path = `${PATH}/request/${sender}/${token}`
    // Listens first: the answer may come before the reply.
    const answered = this.#expect(path)
    const body = [...args, vardict({ ...options, handle_token: ['s', token] })]
    try {
      const reply = await this.#call(interfaceName, member, `${signature}a{sv}`, body)
      // Portals from before 2017 choose a path of their own, and have no remote desktop that would do.
      if (v.parse(handleSchema, reply)[0] !== path) throw new PortalError('missing')
    } catch (cause) {
      this.#answer(path, cause instanceof Error ? cause : new PortalError('failed', { cause }))
    }
    const [response, results] = v.parse(responseSchema, await answered)
    if (response !== SUCCESS) throw new PortalError(response === CANCELLED ? 'denied' : 'failed')
    return results
  }

  /** Portals since 1.20 take the app's word for who it is; without it they look at how the process was started. */
  async #introduce(): Promise<void> {
    try {
      await this.tell('org.freedesktop.host.portal.Registry', 'Register', 'sa{sv}', [APP_ID, vardict({})])
    } catch {
      // Older ones ask nobody.
    }
  }

  #call(
    interfaceName: string,
    member: string,
    signature: string,
    body: readonly unknown[],
    path = PATH,
  ): Promise<readonly unknown[]> {
    return this.#bus.call({ destination: NAME, path, interface: interfaceName, member, signature, body })
  }

  #expect(path: string): Promise<readonly unknown[]> {
    return new Promise((resolve, reject) => {
      this.#questions.set(path, (answer) => (answer instanceof Error ? reject(answer) : resolve(answer)))
    })
  }

  #answer(path: string, answer: readonly unknown[] | Error): void {
    const settle = this.#questions.get(path)
    this.#questions.delete(path)
    settle?.(answer)
  }

  #hear({ sender, path, interface: from, member, body }: Signal): void {
    if (sender === this.#owner && from === REQUEST && member === 'Response') this.#answer(path, body)
    else if (sender === this.#owner && from === SESSION && member === 'Closed')
      this.emit('sessionClosed', path)
    else if (sender === 'org.freedesktop.DBus' && member === 'NameOwnerChanged' && body[0] === NAME)
      this.#lose()
  }

  #lose(): void {
    for (const path of [...this.#questions.keys()]) this.#answer(path, new PortalError('failed'))
    this.emit('lost')
  }
}

/** An element of an object path that nobody guesses. */
export const createToken = (): string => `beckon_${randomBytes(12).toString('hex')}`
