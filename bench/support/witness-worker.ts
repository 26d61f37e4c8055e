import { parentPort, workerData } from 'node:worker_threads'
import { openCoverWindow } from '../../e2e/support/cover-window.ts'

/**
 * A window over all of an X display, which says at what moment each press reached it and turns from black to white, and
 * back, with each key. Runs in a thread of its own, so that nothing comes between the event and the clock.
 */
const { displayName, width, height } = workerData as {
  readonly displayName: string
  readonly width: number
  readonly height: number
}

const WHITE = 0xff_ffff
const LOOK_MS = 0.2

const cover = openCoverWindow(displayName, { width, height }, ['keyPress', 'buttonPress'])
cover.takeKeyboard()
parentPort?.postMessage('ready')

const sleeper = new Int32Array(new SharedArrayBuffer(4))
let colour = 0
for (;;) {
  for (let event = cover.next(); event; event = cover.next()) {
    if (event.name === 'buttonPress') parentPort?.postMessage(performance.timeOrigin + performance.now())
    else cover.paint((colour ^= WHITE))
  }
  Atomics.wait(sleeper, 0, 0, LOOK_MS)
}
