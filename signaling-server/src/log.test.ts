import { randomBytes } from 'node:crypto'
import { expect, it } from 'vitest'
import { createAddressHasher, createLogger, shortId } from './log.ts'

it('writes one JSON line with an ISO time, and nothing about the machine', () => {
  const lines: string[] = []
  createLogger('info', { write: (line) => void lines.push(line) }).info({ port: 1 }, 'listening')
  expect(lines).toHaveLength(1)
  expect(JSON.parse(lines[0]!)).toEqual({
    level: 30,
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) as string,
    port: 1,
    msg: 'listening',
  })
})

it('stands in for an address with a hash that another process cannot repeat', () => {
  const hash = createAddressHasher(randomBytes)
  expect(hash('192.0.2.1')).toBe(hash('192.0.2.1'))
  expect(hash('192.0.2.1')).not.toBe(hash('192.0.2.2'))
  expect(hash('192.0.2.1')).not.toBe(createAddressHasher(randomBytes)('192.0.2.1'))
  expect(hash('192.0.2.1')).toMatch(/^[\w-]{10}$/)
})

it('shortens an id to what identifies it in a log', () => {
  expect(shortId('abcdefghijklmnopqrstuv')).toBe('abcdefgh')
})
