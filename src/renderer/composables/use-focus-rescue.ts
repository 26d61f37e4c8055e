import { nextTick, watch, type WatchSource } from 'vue'

const HEADING = ':is(h1, h2, h3)[tabindex="-1"]'

const ancestorsOf = (element: Element): Element[] => {
  const parent = element.parentElement
  return parent ? [parent, ...ancestorsOf(parent)] : []
}

/**
 * When a change takes the focused element off the page, puts the focus on the nearest heading that is left, where a
 * keyboard and a screen reader then go on; browsers would begin at the top again. A focus that still stands, and a
 * person who has none, are left alone.
 */
export const useFocusRescue = (changes: WatchSource[]): void => {
  watch(changes, async () => {
    const { activeElement } = document
    if (!activeElement || activeElement === document.body) return
    const ancestors = ancestorsOf(activeElement)
    await nextTick()
    if (activeElement.isConnected || document.activeElement !== document.body) return
    const headings = ancestors.map((ancestor) =>
      ancestor.isConnected ? ancestor.querySelector<HTMLElement>(HEADING) : null,
    )
    headings.find((heading) => heading !== null)?.focus()
  })
}
