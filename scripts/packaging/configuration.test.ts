import { validateConfiguration } from 'app-builder-lib/out/util/config/config.js'
import { DebugLogger } from 'builder-util'
import type { Configuration } from 'electron-builder'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import manifest from '../../package.json' with { type: 'json' }
import { root } from '../lib/paths.ts'
import { readConfiguration } from './configuration.ts'

const validate = (configuration: object): Promise<void> =>
  validateConfiguration(configuration, new DebugLogger(false))

describe('electron-builder.yml', () => {
  let configuration: Configuration

  beforeAll(async () => {
    configuration = await readConfiguration()
  })

  it("fits electron-builder's schema, which refuses what it does not know", async () => {
    await expect(validate(configuration)).resolves.toBeUndefined()
    await expect(validate({ ...configuration, electronFuse: {} })).rejects.toThrow('electronFuse')
  })

  it('names files that exist', () => {
    const { mac, win, linux } = configuration
    const files = [mac?.icon, mac?.entitlements, mac?.entitlementsInherit, win?.icon, linux?.icon]
    for (const file of files) {
      expect(file).toBeTypeOf('string')
      expect(existsSync(join(root, String(file)))).toBe(true)
    }
  })

  it('gives the app one name in all places by which systems know it', () => {
    expect(manifest.desktopName).toBe(`${String(configuration.appId)}.desktop`)
    expect(configuration.linux?.syncDesktopName).toBe(true)
  })

  it('builds what each system installs, and on macOS what it updates from', () => {
    const targets = ({ target }: { target?: unknown } = {}): unknown =>
      [target].flat().map((entry) => (entry as { target?: string }).target ?? entry)
    expect(targets(configuration.linux ?? {})).toEqual(['AppImage', 'deb', 'rpm'])
    expect(targets(configuration.mac ?? {})).toEqual(['dmg', 'zip'])
    expect(targets(configuration.win ?? {})).toEqual(['nsis'])
  })

  it('publishes drafts alone', () => {
    expect(configuration.publish).toEqual({ provider: 'github', releaseType: 'draft' })
  })
})
