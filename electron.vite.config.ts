import { defineConfig } from 'electron-vite'
import { licenses, rendererConfig, rendererRoot } from './vite.renderer.ts'

/** The desktop app: main, preload and the same renderer as the web edition. */
export default defineConfig({
  main: {
    build: {
      rolldownOptions: {
        input: {
          index: `${import.meta.dirname}/src/main/index.ts`,
          injector: `${import.meta.dirname}/src/main/control/injector/process.ts`,
        },
        // Of dbus-native, for a way to a bus that is never taken: it is not loaded, and not shipped.
        external: ['event-stream', 'abstract-socket'],
      },
      license: licenses,
      // A workspace package of TypeScript sources, which cannot be loaded from node_modules at run time.
      externalizeDeps: { exclude: ['@beckon/signaling-server'] },
    },
  },
  preload: {
    build: {
      // A sandboxed preload is a single CommonJS file that requires nothing but `electron`.
      // https://www.electronjs.org/docs/latest/tutorial/esm#preload-scripts
      externalizeDeps: false,
      rolldownOptions: {
        input: `${import.meta.dirname}/src/preload/index.ts`,
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    ...rendererConfig,
    root: rendererRoot,
    build: {
      outDir: `${import.meta.dirname}/out/renderer`,
      rolldownOptions: {
        input: { index: `${rendererRoot}/index.html`, overlay: `${rendererRoot}/overlay.html` },
      },
      license: licenses,
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      // electron-vite leaves it off.
      minify: true,
    },
  },
})
