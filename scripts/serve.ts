import { endWithNpm } from './lib/end-with-npm.ts'
import { webRoot } from './lib/paths.ts'
import { ensureWebEdition } from './lib/web-edition.ts'

/**
 * `npm run serve`: the signaling server with the web edition. The server runs in this process, so that its signals,
 * its exit code and its standard output (JSON lines, nothing else) are the command's own.
 */
await ensureWebEdition()
process.env.WEB_ROOT = webRoot
await import('../signaling-server/src/main.ts')
// Not before the server listens for signals itself: until then they have their usual effect.
endWithNpm()
