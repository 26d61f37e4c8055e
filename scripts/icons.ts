import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { encodeIcns, encodeIco, type PngImage } from './icons/containers.ts'
import { drawTrayIcon, drawTrayTemplate, placeOnMacGrid, trayStates } from './icons/drawings.ts'
import { launchIconRenderer } from './icons/renderer.ts'
import { root } from './lib/paths.ts'

/** `npm run icons`: draws every icon of the desktop app anew. They are kept in the repository: a build needs no browser. */

/** In pixels; freedesktop.org's sizes, of which each desktop picks its own. */
const linuxSizes = [16, 24, 32, 48, 64, 128, 256, 512]
const windowsSizes = [16, 24, 32, 48, 64, 128, 256]
const macSizes = [32, 64, 128, 256, 512, 1024]
/** The tray's picture at scale factors 1 and 2. */
const traySizes = [
  { size: 16, suffix: '' },
  { size: 32, suffix: '@2x' },
]

const write = async (path: string, content: Buffer): Promise<void> => {
  const file = join(root, path)
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, content)
}

const renderer = await launchIconRenderer()

const renderAll = async (svg: string, sizes: readonly number[]): Promise<readonly PngImage[]> => {
  const images: PngImage[] = []
  for (const size of sizes) images.push(await renderer.render(svg, size))
  return images
}

try {
  const mark = await readFile(join(root, 'src/renderer/assets/mark.svg'), 'utf8')
  await write('build/icon.ico', encodeIco(await renderAll(mark, windowsSizes)))
  await write('build/icon.icns', encodeIcns(await renderAll(placeOnMacGrid(mark), macSizes)))
  for (const { size, png } of await renderAll(mark, linuxSizes)) {
    await write(`build/icons/${String(size)}x${String(size)}.png`, png)
  }
  for (const state of trayStates) {
    for (const { size, suffix } of traySizes) {
      const icon = await renderer.render(drawTrayIcon(state), size)
      await write(`resources/tray/${state}${suffix}.png`, icon.png)
      const template = await renderer.render(drawTrayTemplate(state), size)
      await write(`resources/tray/${state}Template${suffix}.png`, template.png)
    }
  }
} finally {
  await renderer.close()
}
