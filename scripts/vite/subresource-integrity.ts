import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Plugin } from 'vite'

/** A script, or a link to one or to a style sheet, that Vite wrote into the page with an absolute path. */
const assetTag = /<(?:script|link)\b[^>]*?\s(?:src|href)="(\/assets\/[^"]+\.(?:js|css))"[^>]*?(?=>)/g

const integrityOf = (content: Uint8Array): string =>
  `sha384-${createHash('sha384').update(content).digest('base64')}`

/** Adds `integrity` to each tag of `html` that loads a script or a style sheet; `read` gives an asset's bytes. */
export const addIntegrity = async (
  html: string,
  read: (path: string) => Promise<Uint8Array>,
): Promise<string> => {
  const paths = new Set([...html.matchAll(assetTag)].map(([, path = '']) => path))
  const entries = await Promise.all(
    [...paths].map(async (path) => [path, integrityOf(await read(path))] as const),
  )
  const integrity = new Map(entries)
  return html.replace(assetTag, (tag, path: string) => `${tag} integrity="${integrity.get(path) ?? ''}"`)
}

/**
 * Subresource integrity (https://www.w3.org/TR/SRI/) for the page's own scripts and styles, from the files as they
 * were written: hashes taken any earlier in the build miss what later plugins still change.
 */
export const subresourceIntegrity = (): Plugin => {
  let outDir = ''
  return {
    name: 'beckon:subresource-integrity',
    apply: 'build',
    configResolved(config) {
      outDir = resolve(config.root, config.build.outDir)
    },
    async closeBundle() {
      const page = join(outDir, 'index.html')
      const html = await readFile(page, 'utf8')
      await writeFile(page, await addIntegrity(html, (path) => readFile(join(outDir, path))))
    },
  }
}
