import type { OverlayPointer } from '#shared/ipc/overlay.ts'

/** Apart from each other for people who confuse red and green, too (Okabe and Ito, 2008). */
const colours = ['#e69f00', '#56b4e9', '#f0e442', '#cc79a7', '#009e73', '#d55e00'] as const
/** Further right, a name stands on the left of its pointer. */
const NAME_TURNS_AT = 0.85
const SVG = 'http://www.w3.org/2000/svg'

const createMark = (id: string): HTMLElement => {
  const mark = document.createElement('div')
  mark.className = 'mark'
  mark.dataset.id = id
  mark.dataset.testid = 'overlay-pointer'
  const arrow = document.createElementNS(SVG, 'svg')
  arrow.setAttribute('class', 'arrow')
  arrow.setAttribute('viewBox', '0 0 16 16')
  const path = document.createElementNS(SVG, 'path')
  path.setAttribute('d', 'M1 1 13 8 8 9 5.5 14Z')
  arrow.append(path)
  const name = document.createElement('bdi')
  name.className = 'name'
  mark.append(arrow, name)
  return mark
}

const ripple = (mark: HTMLElement): void => {
  const ring = document.createElement('span')
  ring.className = 'ripple'
  ring.addEventListener('animationend', () => ring.remove())
  mark.append(ring)
}

/** Makes `stage` show these pointers and no others; each click since the last time ripples. */
export const drawPointers = (stage: Element, pointers: readonly OverlayPointer[]): void => {
  const marks = new Map(
    [...stage.children].flatMap((it) => (it instanceof HTMLElement ? [[it.dataset.id, it]] : [])),
  )
  for (const { id, name, colour, at, clicks } of pointers) {
    const mark = marks.get(id) ?? createMark(id)
    marks.delete(id)
    mark.style.left = `${String(at.x * 100)}%`
    mark.style.top = `${String(at.y * 100)}%`
    mark.style.setProperty('--colour', colours[colour] ?? colours[0])
    mark.toggleAttribute('data-turned', at.x > NAME_TURNS_AT)
    const label = mark.querySelector('.name')
    // A name is text, whatever is in it.
    if (label) label.textContent = name
    if (!mark.isConnected) stage.append(mark)
    if (Number(mark.dataset.clicks ?? 0) < clicks) ripple(mark)
    mark.dataset.clicks = String(clicks)
  }
  for (const mark of marks.values()) mark.remove()
}
