const CHECK_EVERY_MS = 200
/** The shell in which npm runs the script, noted before anything can have happened to it. */
const shell = process.ppid

/**
 * Makes a server that npm started end with npm, as if it had got the signal itself. npm passes a SIGTERM on to the
 * shell that runs the script; the shell dies of it, and its child would live on unnoticed
 * (https://github.com/npm/cli/issues/6684). Without npm, or where there are no signals, this does nothing.
 */
export const endWithNpm = (): void => {
  if (process.env.npm_lifecycle_event === undefined || process.platform === 'win32') return
  const timer = setInterval(() => {
    if (process.ppid !== shell) process.kill(process.pid, 'SIGTERM')
  }, CHECK_EVERY_MS)
  timer.unref()
  // A signal that came to the whole process group has been heard; a second one would cut the farewell short.
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.once(signal, () => {
      clearInterval(timer)
    })
}
