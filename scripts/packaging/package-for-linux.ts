import { build, Platform } from 'electron-builder'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { root } from '../lib/paths.ts'
import { writeStubDist } from './stub-dist.ts'

const electronVersion = async (): Promise<string> => {
  const manifest = await readFile(join(root, 'node_modules/electron/package.json'), 'utf8')
  return (JSON.parse(manifest) as { readonly version: string }).version
}

/**
 * Packages what `npm run build` has built as electron-builder.yml says, around a stub of Electron: nothing is downloaded.
 * @param folder an empty one, for everything that is written
 * @returns the folder that an installer would put on a computer
 */
export const packageForLinux = async (folder: string): Promise<string> => {
  const electronDist = join(folder, 'electron')
  const output = join(folder, 'installers')
  await writeStubDist(electronDist, await electronVersion())
  await build({
    projectDir: root,
    targets: Platform.LINUX.createTarget('dir'),
    publish: 'never',
    config: { electronDist, directories: { output } },
  })
  return join(output, 'linux-unpacked')
}
