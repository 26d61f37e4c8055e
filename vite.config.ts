import { defineConfig } from 'vite'
import { subresourceIntegrity } from './scripts/vite/subresource-integrity.ts'
import { licenses, rendererConfig, rendererRoot } from './vite.renderer.ts'

/** The signaling server behind the development server; `npm run dev` starts both. */
const signalingUrl = `http://127.0.0.1:${process.env.PORT ?? '7300'}`

/** The web edition: the renderer in a browser, served by the signaling server. */
export default defineConfig({
  ...rendererConfig,
  plugins: [...rendererConfig.plugins, subresourceIntegrity()],
  root: rendererRoot,
  base: '/',
  build: {
    outDir: `${import.meta.dirname}/dist/web`,
    emptyOutDir: true,
    assetsDir: 'assets',
    license: licenses,
    // Inlined assets and the module-preload polyfill's inline script would need holes in the content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    // One script for all that a page needs at first: the integrity of those that are loaded later cannot be given there.
    chunkSizeWarningLimit: 700,
  },
  server: {
    host: '127.0.0.1',
    proxy: {
      '/socket.io': { target: signalingUrl, ws: true },
      '/api': signalingUrl,
    },
  },
})
