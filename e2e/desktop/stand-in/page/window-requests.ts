/**
 * Reports the windows that a page wants to open, none of which opens. Runs in the page, so it carries everything with it.
 * @param secret names the event that reports
 */
export const interceptWindows = (secret: string): void => {
  const dispatch = window.dispatchEvent.bind(window)
  const report = (url: string): void => {
    dispatch(new CustomEvent(`${secret}-window`, { detail: new URL(url, document.baseURI).href }))
  }
  window.open = (url = '') => {
    report(String(url))
    return null
  }
  window.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('a') : null
    if (link?.target !== '_blank' || event.defaultPrevented) return
    event.preventDefault()
    report(link.href)
  })
}
