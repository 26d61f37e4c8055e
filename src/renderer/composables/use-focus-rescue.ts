import { nextTick, watch } from 'vue'

/** The heading that a stage of the page begins with. */
const HEADING = 'main h1'

/**
 * Whenever `stage` changes and takes the focused control with it, puts the focus on the new heading, where a screen
 * reader then goes on. A focus that is still somewhere is left alone.
 */
export const useFocusRescue = (stage: () => string): void => {
  watch(
    stage,
    async () => {
      await nextTick()
      const { activeElement } = document
      if (activeElement && activeElement !== document.body) return
      document.querySelector<HTMLElement>(HEADING)?.focus({ preventScroll: true })
    },
    { flush: 'post' },
  )
}
