import { nextTick, watch, type WatchSource } from 'vue'

const HEADING = ':is(h1, h2, h3)[tabindex="-1"]'

const ancestorsOf = (element: Element): Element[] => {
  const parent = element.parentElement
  return parent ? [parent, ...ancestorsOf(parent)] : []
}

const nearestHeading = (ancestors: readonly Element[]): HTMLElement | undefined =>
  ancestors
    .filter(({ isConnected }) => isConnected)
    .map((ancestor) => ancestor.querySelector<HTMLElement>(HEADING))
    .find((heading) => heading !== null)

/**
 * When a change takes the focused element off the page, puts the focus on the nearest heading that is left, where a
 * keyboard and a screen reader then go on; browsers would begin at the top again. A focus that still stands, and a
 * person who has none, are left alone.
 */
export const useFocusRescue = (changes: WatchSource[]): void => {
  /** Where the focus was when it got lost with no heading in sight: the next page is still on its way. */
  let adrift: readonly Element[] | null = null

  watch(changes, async () => {
    const { activeElement, body } = document
    const isFocused = activeElement !== null && activeElement !== body
    const ancestors = isFocused ? ancestorsOf(activeElement) : adrift
    if (!ancestors) return
    await nextTick()
    adrift = null
    if (document.activeElement !== body || (isFocused && activeElement.isConnected)) return
    const heading = nearestHeading(ancestors)
    if (heading) heading.focus()
    else adrift = ancestors
  })
}
