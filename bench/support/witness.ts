import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { Display } from '../../e2e/support/display.ts'

/** What sees the presses that arrive at a display. */
export interface Witness {
  /** Moments at which buttons were pressed, in milliseconds since the epoch. */
  readonly presses: readonly number[]
  close(): Promise<number>
}

/** Covers a display with a window that answers each key by another colour. */
export const startWitness = async (
  { name }: Display,
  size: { readonly width: number; readonly height: number },
): Promise<Witness> => {
  const worker = new Worker(join(import.meta.dirname, 'witness-worker.ts'), {
    workerData: { displayName: name, ...size },
  })
  const presses: number[] = []
  await new Promise<void>((resolve, reject) => {
    worker.once('error', reject)
    worker.on('message', (message: 'ready' | number) => {
      if (message === 'ready') resolve()
      else presses.push(message)
    })
  })
  return { presses, close: () => worker.terminate() }
}
