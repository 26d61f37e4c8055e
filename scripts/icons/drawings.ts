/**
 * What the tray tells at a glance. Each state has a shape of its own, because macOS paints template images in one
 * colour, and because not everybody tells red from green.
 */
export const trayStates = ['idle', 'waiting', 'live', 'paused', 'controlled'] as const
export type TrayState = (typeof trayStates)[number]

/** Side of the square that tray icons are drawn in; one unit is one pixel at scale factor 1. */
const TRAY_UNITS = 16

const svg = (units: number, content: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${String(units)} ${String(units)}">${content}</svg>`

const stem = '<rect x="2" y="1" width="2.5" height="14" rx="1.25"/>'
const ring = '<circle cx="9" cy="10" r="4" fill="none" stroke="currentColor" stroke-width="2"/>'
const lens = '<circle cx="9" cy="10" r="5"/>'

/** A lens with a piece cut out of it, through which whatever lies behind is seen. */
const lensWithout = (piece: string): string =>
  `<mask id="cut"><rect width="16" height="16" fill="white"/><g fill="black">${piece}</g></mask>` +
  `<g mask="url(#cut)">${lens}</g>`

const bars = '<rect x="6" y="7.5" width="2" height="5"/><rect x="10" y="7.5" width="2" height="5"/>'
const pointer = '<path d="M7 6.5v7l1.75-1.75 1.25 2.75 1.5-.75-1.25-2.5h2.25z"/>'

/** The letter b in `currentColor`: what its bowl holds is the state. */
const glyphs: { readonly [state in TrayState]: string } = {
  idle: stem + ring,
  waiting: `${stem}${ring}<circle cx="9" cy="10" r="1.5"/>`,
  live: stem + lens,
  paused: stem + lensWithout(bars),
  controlled: stem + lensWithout(pointer),
}

/** Teal at rest; warm only for what is live, as everywhere in the app (src/renderer/styles/tokens.css). */
const grounds: { readonly [state in TrayState]: string } = {
  idle: '#0d3a3f',
  waiting: '#0b5d63',
  live: '#e2571e',
  paused: '#6c7d7b',
  controlled: '#a3211b',
}

const inColour = (glyph: string, colour: string): string =>
  `<g fill="currentColor" color="${colour}">${glyph}</g>`

/** For panels of any colour: the glyph on a ground of its own. */
export const drawTrayIcon = (state: TrayState): string => {
  const ground = `<rect width="16" height="16" rx="3.5" fill="${grounds[state]}"/>`
  const glyph = `<g transform="translate(1.2 1.2) scale(.85)">${inColour(glyphs[state], '#ffffff')}</g>`
  return svg(TRAY_UNITS, ground + glyph)
}

/** For macOS, which uses the alpha channel alone. https://www.electronjs.org/docs/latest/api/native-image#template-image-macos */
export const drawTrayTemplate = (state: TrayState): string =>
  svg(TRAY_UNITS, inColour(glyphs[state], '#000000'))

/** Apple's grid for icons: a body of 824 pixels, centred in 1024. https://developer.apple.com/design/human-interface-guidelines/app-icons */
const MAC_GRID = { canvas: 1024, body: 824 } as const

/** Puts the mark, an SVG document, on Apple's grid; other systems show it from edge to edge. */
export const placeOnMacGrid = (mark: string): string => {
  const margin = String((MAC_GRID.canvas - MAC_GRID.body) / 2)
  const body = String(MAC_GRID.body)
  const placed = mark.replace('<svg ', `<svg x="${margin}" y="${margin}" width="${body}" height="${body}" `)
  return svg(MAC_GRID.canvas, placed)
}
