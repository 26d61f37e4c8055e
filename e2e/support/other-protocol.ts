import { registerHooks } from 'node:module'

/**
 * Preloaded into a Node process (`--import`), makes it speak the next version of the signaling protocol: a server
 * that was updated while an old page was still open. Everything else about it is real.
 */
const version = /PROTOCOL_VERSION = (\d+)/

registerHooks({
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context)
    if (!url.endsWith('/src/shared/protocol/signaling.ts')) return loaded
    const source = Buffer.from(loaded.source as Uint8Array).toString('utf8')
    if (!version.test(source)) throw new Error('the protocol version is not where it is expected')
    const raised = source.replace(version, (_, number) => `PROTOCOL_VERSION = ${String(Number(number) + 1)}`)
    return { ...loaded, source: raised }
  },
})
