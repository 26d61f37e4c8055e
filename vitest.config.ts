import { defineConfig } from 'vitest/config'
import { rendererConfig } from './vite.renderer.ts'

const rendererTests = 'src/renderer/**/*.test.ts'
/** They package what `npm run build` has built. */
const packagingTests = 'scripts/packaging/*.test.ts'

export default defineConfig({
  test: {
    // A folder whose code is still to come is no failure; `npm test` counts what ran.
    passWithNoTests: true,
    projects: [
      {
        test: {
          name: 'node',
          environment: 'node',
          include: ['{src,scripts,e2e,bench}/**/*.test.ts', 'signaling-server/src/**/*.test.ts'],
          exclude: [rendererTests, packagingTests, '**/node_modules/**'],
        },
      },
      {
        ...rendererConfig,
        test: { name: 'renderer', environment: 'happy-dom', include: [rendererTests] },
      },
      { test: { name: 'packaging', environment: 'node', include: [packagingTests] } },
      {
        test: {
          name: 'integration',
          environment: 'node',
          include: ['signaling-server/test/**/*.test.ts'],
          testTimeout: 20_000,
        },
      },
    ],
  },
})
