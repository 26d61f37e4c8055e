import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parseConfig, type Config } from './config.ts'

const big = { cores: 8 }

const read = (environment: Record<string, string | undefined>, machine = big): Config => {
  const config = parseConfig(environment, machine)
  if (!config.ok) throw new Error(`${config.error.variable} ${config.error.reason}`)
  return config.value
}

describe('the configuration', () => {
  it('has a default for everything', () => {
    expect(read({})).toMatchObject({
      host: '127.0.0.1',
      port: 7300,
      webRoot: null,
      tls: null,
      allowedOrigins: ['app://beckon'],
      trustProxy: { kind: 'none' },
      stunUrls: [],
      turn: null,
      turnTtlSeconds: 600,
      maxViewers: 6,
      codeTtlMs: 600_000,
      resumeGraceMs: 300_000,
      logLevel: 'info',
    })
  })

  it.each([
    [1, 4],
    [2, 4],
    [3, 6],
    [64, 6],
  ])('on %i cores serves %i viewers, unless told otherwise', (cores, viewers) => {
    expect(read({}, { cores }).maxViewers).toBe(viewers)
    expect(read({ MAX_VIEWERS: '9' }, { cores }).maxViewers).toBe(9)
  })

  it('serves no more viewers than a host has relays for', () => {
    const file = new URL('../../deploy/coturn/turnserver.conf', import.meta.url)
    const [, quota] = /^user-quota=(\d+)$/m.exec(readFileSync(file, 'utf8')) ?? []
    const [transports, networks, families, atOnce] = [3, 2, 2, 2]
    expect(Number(quota)).toBeGreaterThanOrEqual(
      read({}).maxViewers * transports * networks * families * atOnce,
    )
  })

  it('takes an empty variable as unset', () => {
    expect(read({ PORT: '', TURN_SECRET: '', REDIS_URL: '', TRUST_PROXY: '' })).toEqual(read({}))
  })

  it('reads lists', () => {
    expect(
      read({
        ALLOWED_ORIGINS: ' https://a.example , null,',
        STUN_URLS: 'stun:stun.example:3478',
        TURN_URLS: 'turn:turn.example:3478?transport=udp, turns:turn.example:443?transport=tcp',
        TURN_SECRET: 'north-wind',
      }),
    ).toMatchObject({
      allowedOrigins: ['app://beckon', 'https://a.example', 'null'],
      stunUrls: ['stun:stun.example:3478'],
      turn: {
        urls: ['turn:turn.example:3478?transport=udp', 'turns:turn.example:443?transport=tcp'],
        secret: 'north-wind',
      },
    })
  })

  it.each([
    ['2', { kind: 'hops', count: 2 }],
    ['10.0.0.0/8, ::1', { kind: 'blocks', blocks: ['10.0.0.0/8', '::1'] }],
  ])('trusts the proxies in "%s"', (TRUST_PROXY, expected) => {
    expect(read({ TRUST_PROXY }).trustProxy).toEqual(expected)
  })

  it.each([
    ['PORT', '65536'],
    ['PORT', '-1'],
    ['PORT', '7300x'],
    ['PORT', '1e3'],
    ['MAX_VIEWERS', '0'],
    ['CODE_TTL_SECONDS', '10.5'],
    ['LOG_LEVEL', 'loud'],
    ['TRUST_PROXY', 'true'],
    ['TRUST_PROXY', '10.0.0.0/33'],
    ['TRUST_PROXY', '1, 10.0.0.0/8'],
    ['ALLOWED_ORIGINS', 'example.org'],
    ['ALLOWED_ORIGINS', 'https://example.org/'],
    ['STUN_URLS', 'https://stun.example'],
    ['TURN_URLS', 'stun:turn.example'],
    ['LIMIT_OPEN_SOCKETS', 'off'],
    ['REDIS_URL', 'redis://127.0.0.1'],
  ])('names the variable, in one line, when %s is "%s"', (variable, value) => {
    const config = parseConfig({ [variable]: value }, big)
    if (config.ok) throw new Error('accepted')
    expect(config.error.variable).toBe(variable)
    expect(config.error.reason).toMatch(/^(must|is) [^\n]+$/)
  })

  it('does not repeat a value, which may be a secret', () => {
    const config = parseConfig({ TURN_URLS: 'north-wind' }, big)
    expect(JSON.stringify(config)).not.toContain('north-wind')
  })

  it.each([
    [{ TURN_URLS: 'turn:turn.example' }, 'TURN_SECRET'],
    [{ TURN_SECRET: 'north-wind' }, 'TURN_URLS'],
    [{ TLS_CERT_FILE: '/cert.pem' }, 'TLS_KEY_FILE'],
    [{ TLS_KEY_FILE: '/key.pem' }, 'TLS_CERT_FILE'],
  ])('wants the other half of %o', (environment, missing) => {
    expect(parseConfig(environment, big)).toMatchObject({ ok: false, error: { variable: missing } })
  })
})
