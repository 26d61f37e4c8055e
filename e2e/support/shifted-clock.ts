/**
 * Loaded into the server's process with --import: on SIGUSR2 its clocks jump ahead by more than the longest life of a code, so
 * that codes expire without anybody waiting for it. Timers are left alone.
 */
const JUMP_MS = 86_500_000
let shiftMs = 0

const readDate = Date.now.bind(Date)
const readMonotonic = performance.now.bind(performance)
Date.now = () => readDate() + shiftMs
performance.now = () => readMonotonic() + shiftMs
process.on('SIGUSR2', () => {
  shiftMs += JUMP_MS
})
