import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { err, ok } from '../../src/shared/result.ts'
import { readSecretFiles } from './secret-files.ts'

const writeSecret = (text: string): string => {
  const folder = mkdtempSync(join(tmpdir(), 'beckon-secret-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const path = join(folder, 'turn')
  writeFileSync(path, text)
  return path
}

it('reads a secret from its file, without the newline at its end', () => {
  const TURN_SECRET_FILE = writeSecret('north-wind\n')
  expect(readSecretFiles({ TURN_SECRET_FILE })).toEqual(ok({ TURN_SECRET_FILE, TURN_SECRET: 'north-wind' }))
})

it('leaves everything as it is without one', () => {
  const environment = { TURN_SECRET: 'north-wind', TURN_SECRET_FILE: '', PORT: '80' }
  expect(readSecretFiles(environment)).toEqual(ok(environment))
})

it('refuses both, a missing and an empty file, and tells neither secret nor path', () => {
  const refused = (reason: string) => err({ variable: 'TURN_SECRET_FILE', reason })
  const both = { TURN_SECRET: 'south-wind', TURN_SECRET_FILE: writeSecret('north-wind') }
  expect(readSecretFiles(both)).toEqual(refused('cannot be set together with TURN_SECRET'))
  const missing = { TURN_SECRET_FILE: '/nowhere/turn' }
  expect(readSecretFiles(missing)).toEqual(refused('must name a file that can be read'))
  expect(readSecretFiles({ TURN_SECRET_FILE: writeSecret('\n') })).toEqual(
    refused('names a file that is empty'),
  )
})
