import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * By this text tools find the fuses in Electron's binary; after it come a version, their number and one character each.
 * https://www.electronjs.org/docs/latest/tutorial/fuses#the-hard-way
 */
const FUSE_SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'
const FUSE_VERSION = 1
/** As Electron is released, in the order of FuseV1Options. */
const RELEASED_FUSES = '101100011'

const stubBinary = (): Buffer =>
  Buffer.concat([
    Buffer.from(`#!/bin/sh\nexit 0\n${FUSE_SENTINEL}`),
    Buffer.from([FUSE_VERSION, RELEASED_FUSES.length]),
    Buffer.from(RELEASED_FUSES),
  ])

/**
 * Writes what electron-builder takes for an unpacked Electron for Linux, so that it packages without downloading one.
 * There is no resources/default_app.asar: electron-builder would want to read it.
 */
export const writeStubDist = async (folder: string, electronVersion: string): Promise<void> => {
  await mkdir(join(folder, 'resources'), { recursive: true })
  await mkdir(join(folder, 'locales'))
  await writeFile(join(folder, 'electron'), stubBinary())
  await chmod(join(folder, 'electron'), 0o755)
  await writeFile(join(folder, 'version'), electronVersion)
  for (const file of [
    'LICENSE',
    'LICENSES.chromium.html',
    'chrome-sandbox',
    'locales/en-US.pak',
    'locales/ko.pak',
    'locales/en-GB.pak',
    'locales/de.pak',
  ]) {
    await writeFile(join(folder, file), '')
  }
}
