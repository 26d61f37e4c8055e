import { join } from 'node:path'
import { defineConfig } from 'vitest/config'
import { rendererConfig } from './vite.renderer.ts'

/** Absolute, for the renderer's tests have another root. */
const setupFiles = [join(import.meta.dirname, 'scripts/test/fixed-seed.ts')]
/** Far above what any test needs, in milliseconds: a busy machine must not make one fail. */
const testTimeout = 60_000

const rendererTests = 'src/renderer/**/*.test.ts'
/** They package what `npm run build` has built. */
const packagingTests = 'scripts/packaging/*.test.ts'
/** They need coturn. */
const turnTests = 'signaling-server/test/turn/*.test.ts'

/** They move the mouse and press the keys of X servers of their own. */
const controlTests = 'e2e/control/*.test.ts'
/** They compare times to the tenth of a millisecond, and so have the machine to themselves. */
const guessingTests = 'e2e/guessing/*.test.ts'

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'node',
          testTimeout,
          setupFiles,
          environment: 'node',
          include: ['{src,scripts,e2e,bench}/**/*.test.ts', 'signaling-server/src/**/*.test.ts'],
          exclude: [rendererTests, packagingTests, controlTests, guessingTests, '**/node_modules/**'],
        },
      },
      {
        ...rendererConfig,
        test: {
          name: 'renderer',
          testTimeout,
          setupFiles,
          environment: 'happy-dom',
          include: [rendererTests],
        },
      },
      { test: { name: 'packaging', environment: 'node', include: [packagingTests], testTimeout: 60_000 } },
      {
        test: {
          name: 'integration',
          setupFiles,
          environment: 'node',
          include: ['signaling-server/test/**/*.test.ts'],
          exclude: [turnTests, '**/node_modules/**'],
          testTimeout,
        },
      },
      {
        test: {
          name: 'control',
          environment: 'node',
          include: [controlTests],
          testTimeout: 60_000,
          fileParallelism: false,
        },
      },
      { test: { name: 'guessing', environment: 'node', include: [guessingTests] } },
      { test: { name: 'turn', environment: 'node', include: [turnTests], testTimeout } },
    ],
  },
})
