import { getConfig } from 'app-builder-lib/out/util/config/config.js'
import type { Configuration } from 'electron-builder'
import { root } from '../lib/paths.ts'

/** electron-builder.yml, as electron-builder reads it. */
export const readConfiguration = (): Promise<Configuration> => getConfig(root, null, null)
