import type { Page } from '@playwright/test'
import { patternLayout } from '../../e2e/support/pattern-layout.ts'
import { read } from '../../e2e/support/pattern-reader.ts'
import { cpuSeconds } from './cpu.ts'
import { percentile } from './statistics.ts'

/** A picture as it was received for a while. */
export interface PictureFigures {
  /** From the painting on the sender's screen to the decoded frame, in milliseconds. */
  readonly latencyP50Ms: number
  readonly latencyP95Ms: number
  readonly framesPerSecond: number
  readonly bytesPerSecond: number
  /** Processor cores in use, by all browsers that take part. */
  readonly cores: number
  /** What the receiver decoded, for example `video/AV1`. */
  readonly codec: string
}

interface Sample {
  readonly lagsMs: readonly number[]
  readonly frames: number
  readonly bytes: number
  readonly codec: string
}

declare global {
  interface Window {
    readPatternFrom: typeof read
    peerConnections: RTCPeerConnection[]
  }
}

/** Runs in each page before its own scripts: keeps hold of its peer connections, for their statistics. */
export const keepPeerConnections = (): void => {
  window.peerConnections = []
  window.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(configuration?: RTCConfiguration) {
      super(configuration)
      window.peerConnections.push(this)
    }
  }
}

/** Runs in the receiving page: reads the time stamp out of each decoded frame for `durationMs`. */
const sample = async (argument: {
  selector: string
  layout: typeof patternLayout
  durationMs: number
}): Promise<Sample> => {
  const video = document.querySelector<HTMLVideoElement>(argument.selector)
  if (!video) throw new Error('there is no video')
  const received = async (): Promise<{ bytes: number; frames: number; codec: string }> => {
    for (const connection of window.peerConnections) {
      const reports = await connection.getStats()
      for (const report of reports.values() as Iterable<Record<string, unknown>>) {
        if (report.type !== 'inbound-rtp' || report.kind !== 'video') continue
        const codec = reports.get(String(report.codecId)) as { mimeType?: string } | undefined
        return {
          bytes: Number(report.bytesReceived),
          frames: Number(report.framesDecoded),
          codec: codec?.mimeType ?? '?',
        }
      }
    }
    throw new Error('nothing is received')
  }
  const lagsMs: number[] = []
  let done = false
  const onFrame = (): void => {
    if (done) return
    const reading = window.readPatternFrom(video, argument.layout)
    if (reading) lagsMs.push(reading.lagMs)
    video.requestVideoFrameCallback(onFrame)
  }
  const before = await received()
  video.requestVideoFrameCallback(onFrame)
  await new Promise((resolve) => setTimeout(resolve, argument.durationMs))
  done = true
  const after = await received()
  return {
    lagsMs,
    frames: after.frames - before.frames,
    bytes: after.bytes - before.bytes,
    codec: after.codec,
  }
}

/** Measures what a page's video receives; `pids` are the browsers whose work it is. */
export const measurePicture = async (
  page: Page,
  selector: string,
  pids: readonly number[],
  durationMs: number,
): Promise<PictureFigures> => {
  // A page's policy forbids inline scripts, not the debugger's expressions.
  await page.evaluate(`window.readPatternFrom = ${read.toString()}`)
  const used = (): number => pids.map(cpuSeconds).reduce((sum, it) => sum + it, 0)
  const cpuBefore = used()
  const startedAt = performance.now()
  const taken = await page.evaluate(sample, { selector, layout: patternLayout, durationMs })
  const seconds = (performance.now() - startedAt) / 1000
  return {
    latencyP50Ms: percentile(taken.lagsMs, 0.5),
    latencyP95Ms: percentile(taken.lagsMs, 0.95),
    framesPerSecond: (taken.frames * 1000) / durationMs,
    bytesPerSecond: (taken.bytes * 1000) / durationMs,
    cores: (used() - cpuBefore) / seconds,
    codec: taken.codec,
  }
}
