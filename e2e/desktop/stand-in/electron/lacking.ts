import { EventEmitter } from 'node:events'

const lacking = (what: string): Error => new Error(`not in the stand-in: ${what}`)

/** `await` and printing look for these in everything. */
const askedOfAnything = new Set<string | symbol>(['then', 'toJSON', 'constructor', 'inspect', 'nodeType'])

/** The same object, which throws when anything is asked of it that it does not have. */
export const only = <T extends object>(name: string, members: T): T =>
  new Proxy(members, {
    get: (target, key, receiver) => {
      if (key in target || typeof key === 'symbol' || askedOfAnything.has(key))
        return Reflect.get(target, key, receiver) as unknown
      throw lacking(`${name}.${key}`)
    },
  })

/** An event that may be prevented, as Electron's are. */
export const createEvent = <T extends object>(details: T) => ({
  ...details,
  defaultPrevented: false,
  preventDefault() {
    this.defaultPrevented = true
  },
})

/** An emitter that throws when somebody waits for an event that it does not know. */
export class StandInEmitter extends EventEmitter {
  private readonly standInName: string
  private readonly knownEvents: ReadonlySet<string>

  /** @param events those that it emits, and those that cannot happen here */
  constructor(name: string, events: readonly string[]) {
    super()
    this.standInName = name
    this.knownEvents = new Set(events)
  }

  // `once` comes here, too.
  override on(event: string, listener: (...args: never[]) => void): this {
    if (!this.knownEvents.has(event)) throw lacking(`the event ${this.standInName} '${event}'`)
    return super.on(event, listener as (...args: unknown[]) => void)
  }

  override addListener(event: string, listener: (...args: never[]) => void): this {
    return this.on(event, listener)
  }

  override prependListener(): never {
    throw lacking(`${this.standInName}.prependListener`)
  }
}
