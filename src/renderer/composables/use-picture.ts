import { useEventListener } from '@vueuse/core'
import { ref, watchEffect, type Ref, type ShallowRef } from 'vue'

/** The whole picture in the space there is, or each of its pixels as one of the display's. */
export type PictureFit = 'fit' | 'actual'

export interface PictureSize {
  /** Pixels of the decoded picture; 0 before the first frame. */
  readonly width: number
  readonly height: number
}

/**
 * Shows a stream in a `<video>`, and tells the true size of its picture: `getSettings()` of a captured track reports
 * what was asked for, not what is delivered, and the size changes when a shared window does.
 */
export const usePicture = (
  video: Readonly<ShallowRef<HTMLVideoElement | null>>,
  stream: () => MediaStream,
): Readonly<Ref<PictureSize>> => {
  const size = ref<PictureSize>({ width: 0, height: 0 })
  watchEffect(
    () => {
      if (video.value) video.value.srcObject = stream()
    },
    { flush: 'post' },
  )
  useEventListener(video, ['loadedmetadata', 'resize'], () => {
    if (video.value) size.value = { width: video.value.videoWidth, height: video.value.videoHeight }
  })
  return size
}
