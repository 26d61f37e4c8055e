import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import type { LogSink } from './log.ts'

export interface RotatingFileOptions {
  readonly path: string
  /** The file is set aside before it would grow beyond this. */
  readonly maxBytes: number
  /** How many older files are kept: `<path>.1` is the newest of them. */
  readonly keep: number
}

const sizeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0

/** Makes the folder for a file, and tells how large that is by now; zero, too, where there is no such place. */
const openFolder = (path: string): number => {
  try {
    mkdirSync(dirname(path), { recursive: true })
    return sizeOf(path)
  } catch {
    return 0
  }
}

/**
 * A log file of bounded size. Lines are written at once, so that the last ones before a crash are there; there are
 * few. A disk that is full or read-only costs the log, never the app.
 */
export class RotatingFile implements LogSink {
  readonly #options: RotatingFileOptions
  #size: number

  constructor(options: RotatingFileOptions) {
    this.#options = options
    this.#size = openFolder(options.path)
  }

  write(line: string): void {
    const { path, maxBytes } = this.#options
    const bytes = Buffer.byteLength(line)
    try {
      if (this.#size > 0 && this.#size + bytes > maxBytes) this.#rotate()
      appendFileSync(path, line)
      this.#size += bytes
    } catch {
      // There is no better place to say it than the log itself.
    }
  }

  #rotate(): void {
    const { path, keep } = this.#options
    for (let age = keep; age > 0; age--) {
      const older = `${path}.${age}`
      const younger = age === 1 ? path : `${path}.${age - 1}`
      if (statSync(younger, { throwIfNoEntry: false })) renameSync(younger, older)
    }
    this.#size = 0
  }
}
