import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createLog } from './log.ts'
import { RotatingFile } from './rotating-file.ts'

const NOON = Date.UTC(2026, 10, 20, 12)

describe('the log', () => {
  it('writes one JSON object a line', () => {
    const lines: string[] = []
    const log = createLog({ write: (line) => void lines.push(line) }, () => NOON)
    log.info('ready', { windows: 0 })
    log.warn('two\nlines')
    log.error('failed', new TypeError('why'))
    log.error('failed', 'a string')

    expect(lines.every((line) => line.endsWith('\n') && !line.slice(0, -1).includes('\n'))).toBe(true)
    const [ready, , failed, stringly] = lines.map((line) => JSON.parse(line) as Record<string, unknown>)
    expect(ready).toEqual({ level: 'info', time: '2026-11-20T12:00:00.000Z', msg: 'ready', windows: 0 })
    expect(failed).toMatchObject({ level: 'error', error: 'TypeError: why' })
    expect(failed?.stack).toContain('log.test.ts')
    expect(stringly).toMatchObject({ error: 'a string' })
  })
})

describe('a rotating file', () => {
  let folder: string
  const read = (name: string) => readFileSync(join(folder, 'logs', name), 'utf8')
  const open = () => new RotatingFile({ path: join(folder, 'logs', 'app.log'), maxBytes: 10, keep: 2 })

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'beckon-log-'))
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  it('sets itself aside before it grows too large, and forgets the oldest', () => {
    const file = open()
    for (const line of ['first\n', 'second\n', 'third\n', 'fourth\n', '4b\n']) file.write(line)
    expect(readdirSync(join(folder, 'logs')).sort()).toEqual(['app.log', 'app.log.1', 'app.log.2'])
    expect(read('app.log')).toBe('fourth\n4b\n')
    expect(read('app.log.1')).toBe('third\n')
    expect(read('app.log.2')).toBe('second\n')
  })

  it('goes on where an earlier start of the app left off', () => {
    open().write('12345678\n')
    open().write('next\n')
    expect(read('app.log.1')).toBe('12345678\n')
    expect(read('app.log')).toBe('next\n')
  })

  it('counts bytes, not characters', () => {
    const file = open()
    file.write('가가\n')
    file.write('가\n')
    expect(read('app.log.1')).toBe('가가\n')
  })

  it('takes a line that is larger than a whole file', () => {
    const file = open()
    file.write('much too long for it\n')
    expect(read('app.log')).toBe('much too long for it\n')
  })

  it('does not keep the app from starting where there is no place for it', () => {
    writeFileSync(join(folder, 'logs'), 'a file where the folder would be')
    expect(() => open().write('lost\n')).not.toThrow()
  })

  it('does not take the app down with the disk', () => {
    const file = open()
    rmSync(join(folder, 'logs'), { recursive: true })
    expect(() => file.write('lost\n')).not.toThrow()
  })
})
