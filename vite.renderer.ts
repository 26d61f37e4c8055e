import vue from '@vitejs/plugin-vue'
import type { UserConfig } from 'vite'

/** What the web edition, the desktop app's renderer and the unit tests share. */
export const rendererRoot = `${import.meta.dirname}/src/renderer`

/** Other people's packages in a build, and their licences. */
export const licenses = { fileName: 'third-party-licenses.md' }

export const rendererConfig = {
  plugins: [vue()],
  resolve: {
    alias: {
      // simple-peer's entry point expects Node's `global`, `process` and `events`, and fails in a browser with
      // "global is not defined". Its own browser bundle carries what it needs, and uses no eval.
      // https://github.com/feross/simple-peer#usage-without-browserify
      'simple-peer': 'simple-peer/simplepeer.min.js',
    },
  },
  define: {
    __VUE_OPTIONS_API__: 'false',
    __VUE_PROD_DEVTOOLS__: 'false',
    __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false',
    __INTLIFY_PROD_DEVTOOLS__: 'false',
    __VUE_I18N_LEGACY_API__: 'false',
  },
} as const satisfies UserConfig
