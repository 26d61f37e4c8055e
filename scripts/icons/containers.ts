/** A square picture, as a PNG file. */
export interface PngImage {
  /** Width and height, in pixels. */
  readonly size: number
  readonly png: Buffer
}

const ICO_HEADER_BYTES = 6
const ICO_ENTRY_BYTES = 16
const ICO_TYPE_ICON = 1
const BITS_PER_PIXEL = 32

/**
 * Windows' .ico: a directory of pictures, here all PNG, which Windows reads since Vista.
 * https://learn.microsoft.com/previous-versions/ms997538(v=msdn.10)
 */
export const encodeIco = (images: readonly PngImage[]): Buffer => {
  const header = Buffer.alloc(ICO_HEADER_BYTES)
  header.writeUInt16LE(ICO_TYPE_ICON, 2)
  header.writeUInt16LE(images.length, 4)

  let offset = ICO_HEADER_BYTES + ICO_ENTRY_BYTES * images.length
  const entries = images.map(({ size, png }) => {
    const entry = Buffer.alloc(ICO_ENTRY_BYTES)
    // A byte each for width and height, in which 256 is written as 0.
    entry.writeUInt8(size % 256, 0)
    entry.writeUInt8(size % 256, 1)
    entry.writeUInt16LE(1, 4)
    entry.writeUInt16LE(BITS_PER_PIXEL, 6)
    entry.writeUInt32LE(png.length, 8)
    entry.writeUInt32LE(offset, 12)
    offset += png.length
    return entry
  })
  return Buffer.concat([header, ...entries, ...images.map(({ png }) => png)])
}

/** The types under which .icns holds PNG pictures, by their size in pixels; two are both "256" and "128 at 2x". */
const icnsTypes: { readonly [size: number]: readonly string[] } = {
  32: ['ic11'],
  64: ['ic12'],
  128: ['ic07'],
  256: ['ic08', 'ic13'],
  512: ['ic09', 'ic14'],
  1024: ['ic10'],
}

const icnsChunk = (type: string, data: Buffer): Buffer => {
  const header = Buffer.alloc(8)
  header.write(type, 'latin1')
  header.writeUInt32BE(header.length + data.length, 4)
  return Buffer.concat([header, data])
}

/**
 * Apple's .icns. Throws on a size that the format has no type for.
 * https://en.wikipedia.org/wiki/Apple_Icon_Image_format
 */
export const encodeIcns = (images: readonly PngImage[]): Buffer => {
  const chunks = images.flatMap(({ size, png }) => {
    const types = icnsTypes[size]
    if (types === undefined) throw new Error(`.icns has no type for ${String(size)} pixels`)
    return types.map((type) => icnsChunk(type, png))
  })
  return icnsChunk('icns', Buffer.concat(chunks))
}
