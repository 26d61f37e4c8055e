/**
 * Loaded into the server's process with --import and --expose-gc: at each message of the parent process, collects the
 * garbage and tells how much memory is left in use, so that what is kept can be told from what has not been freed yet.
 */

/** Bytes: of JavaScript objects that can be reached, and of the whole process. */
export interface MemoryReport {
  readonly heapBytes: number
  readonly residentBytes: number
}

process.on('message', () => {
  globalThis.gc?.()
  const { heapUsed, rss } = process.memoryUsage()
  process.send?.({ heapBytes: heapUsed, residentBytes: rss } satisfies MemoryReport)
})
// The server ends when it has nothing left to do; waiting for this question is nothing to do.
process.channel?.unref()
