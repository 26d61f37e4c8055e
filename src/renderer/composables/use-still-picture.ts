import { useEventListener, useIntervalFn } from '@vueuse/core'
import type { ShallowRef } from 'vue'

/** How long a still stands before the next is taken. */
const STILL_MS = 2_000

/**
 * Lets a video of the shared screen move on by one frame now and then. A preview that plays would be captured in its
 * turn and never let the screen come to rest, and painting it takes processor time from the encoder.
 */
export const useStillPicture = (video: Readonly<ShallowRef<HTMLVideoElement | null>>): void => {
  const advance = async (): Promise<void> => {
    const element = video.value
    if (!element?.srcObject) return
    // Rejects when the stream is replaced or the page goes meanwhile: there is nothing to show then.
    await element.play().catch(() => undefined)
    element.requestVideoFrameCallback(() => element.pause())
  }
  useEventListener(video, 'loadedmetadata', () => void advance())
  useIntervalFn(() => void advance(), STILL_MS)
}
