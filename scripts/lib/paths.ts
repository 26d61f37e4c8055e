import { join } from 'node:path'

export const root = join(import.meta.dirname, '../..')
/** The web edition, as the signaling server serves it (`WEB_ROOT`). */
export const webRoot = join(root, 'dist/web')
export const serverMain = join(root, 'signaling-server/src/main.ts')
export const desktopMain = join(root, 'src/main/index.ts')
