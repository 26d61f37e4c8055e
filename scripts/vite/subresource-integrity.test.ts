import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { addIntegrity } from './subresource-integrity.ts'

const sha384 = (content: string): string => createHash('sha384').update(content).digest('base64')
const read = (path: string): Promise<Uint8Array> => Promise.resolve(Buffer.from(`content of ${path}`))

describe('addIntegrity', () => {
  it('gives each script, preload and style sheet the hash of its file', async () => {
    const html = [
      '<link rel="icon" href="/icon.svg">',
      '<script type="module" crossorigin src="/assets/index-1.js"></script>',
      '<link rel="modulepreload" crossorigin href="/assets/vendor-2.js">',
      '<link rel="stylesheet" crossorigin href="/assets/index-3.css">',
    ].join('\n')
    expect(await addIntegrity(html, read)).toBe(
      [
        '<link rel="icon" href="/icon.svg">',
        `<script type="module" crossorigin src="/assets/index-1.js" integrity="sha384-${sha384('content of /assets/index-1.js')}"></script>`,
        `<link rel="modulepreload" crossorigin href="/assets/vendor-2.js" integrity="sha384-${sha384('content of /assets/vendor-2.js')}">`,
        `<link rel="stylesheet" crossorigin href="/assets/index-3.css" integrity="sha384-${sha384('content of /assets/index-3.css')}">`,
      ].join('\n'),
    )
  })

  it('lets a missing asset fail the build', async () => {
    const missing = () => Promise.reject(new Error('no such file'))
    await expect(addIntegrity('<script src="/assets/gone.js"></script>', missing)).rejects.toThrow(
      'no such file',
    )
  })
})
