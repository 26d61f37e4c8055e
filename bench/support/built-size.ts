import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

const gzipBytes = (file: string): number => gzipSync(readFileSync(file)).length

const total = (sizes: readonly number[]): number => sizes.reduce((sum, size) => sum + size, 0)

/** Scripts and style sheets that a page loads before it shows anything; bytes, each compressed by itself. */
export const startupBytes = (folder: string): number => {
  const html = readFileSync(join(folder, 'index.html'), 'utf8')
  const files = [...html.matchAll(/(?:src|href)="([^"]+\.(?:js|css))"/g)].map(([, file = '']) => file)
  return total(files.map((file) => gzipBytes(join(folder, file))))
}

/** All scripts and style sheets below a folder, those that are loaded later included; bytes, each by itself. */
export const allBytes = (folder: string): number =>
  total(
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.(js|css)$/.test(file))
      .map((file) => gzipBytes(join(folder, file))),
  )
