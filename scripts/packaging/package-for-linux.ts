import { build, Platform } from 'electron-builder'
import { join } from 'node:path'
import electron from 'electron/package.json' with { type: 'json' }
import { root } from '../lib/paths.ts'
import { writeStubDist } from './stub-dist.ts'

/**
 * Packages what `npm run build` has built as electron-builder.yml says, around a stub of Electron: nothing is downloaded.
 * @param folder an empty one, for everything that is written
 * @returns the folder that an installer would put on a computer
 */
export const packageForLinux = async (folder: string): Promise<string> => {
  const electronDist = join(folder, 'electron')
  const output = join(folder, 'installers')
  await writeStubDist(electronDist, electron.version)
  await build({
    projectDir: root,
    targets: Platform.LINUX.createTarget('dir'),
    publish: 'never',
    config: { electronDist, directories: { output } },
  })
  return join(output, 'linux-unpacked')
}
