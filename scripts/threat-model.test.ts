import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { root } from './lib/paths.ts'

it('the threat model names a test in each row, and each of them exists', () => {
  const text = readFileSync(join(root, 'docs/security.md'), 'utf8')
  const section = text.split('### Threats, answers and tests')[1]?.split('\n### ')[0] ?? ''
  const rows = section
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .slice(2)
  expect(rows.length).toBeGreaterThan(10)
  for (const row of rows) {
    const tests = [...row.matchAll(/`([\w./-]+\.(?:test|spec)\.ts)`/g)].map(([, path]) => path ?? '')
    expect(tests, row).not.toEqual([])
    expect(tests.filter((path) => !existsSync(join(root, path)))).toEqual([])
  }
})
