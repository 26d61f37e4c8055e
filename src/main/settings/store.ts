import { mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Log } from '../log/log.ts'
import { readStored } from './read.ts'
import { defaultStored, type Stored } from './stored.ts'

export interface SettingsStoreOptions {
  readonly folder: string
  readonly log: Log
  /** Milliseconds since the epoch. */
  readonly now: () => number
}

const FILE = 'settings.json'

/** The name that a file which could not be read is kept under; its time holds no colons, which Windows forbids. */
const brokenName = (nowMs: number): string =>
  `settings.broken-${new Date(nowMs).toISOString().replaceAll(':', '-')}.json`

/** Writes all of a file or nothing: a crash or power cut leaves the old one. */
const writeAtomically = async (path: string, text: string): Promise<void> => {
  const temporary = `${path}.new`
  await mkdir(dirname(path), { recursive: true })
  const file = await open(temporary, 'w')
  try {
    await file.writeFile(text)
    // Without it, some file systems put the rename on disk before the content.
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(temporary, path)
}

/** What a start comes upon; without anything, as at the first start. */
interface Found {
  readonly current: Stored
  /** The text on disk. */
  readonly written: string
  readonly brokenFile: string
  readonly mayWrite: boolean
}

/** What is kept between two starts. Changes show at once; they reach the disk one after the other, in order. */
export class SettingsStore {
  /** Where the settings are that could not be read, by the name of that file; null when all was well. */
  readonly brokenFile: string | null
  readonly #path: string
  readonly #log: Log
  #current: Stored
  #written: string
  /** False where a write would destroy settings that nobody has read. */
  readonly #mayWrite: boolean
  #writing: Promise<void> = Promise.resolve()

  /** Opens the store in a folder; a file that makes no sense is kept aside, and the defaults take its place. */
  static async load({ folder, log, now }: SettingsStoreOptions): Promise<SettingsStore> {
    const path = join(folder, FILE)
    // A write that did not come to its end.
    await rm(`${path}.new`, { force: true, recursive: true })
    let text: string
    try {
      text = await readFile(path, 'utf8')
    } catch (cause) {
      const isFirstStart = (cause as NodeJS.ErrnoException).code === 'ENOENT'
      if (isFirstStart) return new SettingsStore(path, log)
      log.error('settings not readable', cause)
      return new SettingsStore(path, log, { brokenFile: FILE, mayWrite: false })
    }
    const read = readStored(text)
    if (read.ok) return new SettingsStore(path, log, { current: read.value, written: text })
    const brokenFile = brokenName(now())
    try {
      await rename(path, join(folder, brokenFile))
    } catch (cause) {
      log.error('settings broken, not kept aside', cause)
      return new SettingsStore(path, log, { brokenFile: FILE, mayWrite: false })
    }
    log.warn('settings broken, kept aside', { reason: read.error, file: brokenFile })
    return new SettingsStore(path, log, { brokenFile })
  }

  private constructor(path: string, log: Log, found: Partial<Found> = {}) {
    const { current = defaultStored, written = '', brokenFile = null, mayWrite = true } = found
    this.#path = path
    this.#log = log
    this.#current = current
    this.#written = written
    this.#mayWrite = mayWrite
    this.brokenFile = brokenFile
  }

  get current(): Stored {
    return this.#current
  }

  /** Changes some fields, and writes the file if that makes a difference. */
  update(change: Partial<Omit<Stored, 'version'>>): void {
    this.#current = { ...this.#current, ...change }
    this.#writing = this.#writing.then(() => this.#write())
  }

  /** Resolves when everything is on disk, or has failed to get there. */
  async flush(): Promise<void> {
    await this.#writing
  }

  async #write(): Promise<void> {
    const text = `${JSON.stringify(this.#current, null, 2)}\n`
    if (!this.#mayWrite || text === this.#written) return
    try {
      await writeAtomically(this.#path, text)
      this.#written = text
    } catch (cause) {
      // The choice holds until the app ends, and the next change tries again.
      this.#log.error('settings not written', cause)
    }
  }
}
