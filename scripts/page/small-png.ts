import { crc32, deflateSync, inflateSync } from 'node:zlib'

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
const COLOURS_MAX = 256
const INDEXED = 3
/** Bytes a pixel of the kinds of picture that browsers make: RGB and RGBA. */
const PIXEL_BYTES: Readonly<Record<number, number>> = { 2: 3, 6: 4 }

interface Picture {
  readonly width: number
  readonly height: number
  /** One 24-bit colour each, line by line. */
  readonly pixels: Uint32Array
}

/** The same picture with at most 256 colours, a third of the size. The most used ones stay as they are, so flat areas do not change. */
export function smallPng(png: Uint8Array): Buffer {
  const { width, height, pixels } = decodePng(png)
  const palette = paletteOf(pixels)
  const nearest = nearestIn(palette)
  const lines = Buffer.alloc((width + 1) * height)
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) lines[y * (width + 1) + 1 + x] = nearest(pixels[y * width + x]!)
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([8, INDEXED, 0, 0, 0], 8)
  const colours = Buffer.from(palette.flatMap((colour) => [colour >> 16, (colour >> 8) & 255, colour & 255]))
  return Buffer.concat([SIGNATURE, chunk('IHDR', head), chunk('PLTE', colours), chunk('IDAT', deflateSync(lines, { level: 9 })), chunk('IEND', Buffer.alloc(0))])
}

function chunk(name: string, body: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), body])
  const framed = Buffer.alloc(named.length + 8)
  framed.writeUInt32BE(body.length, 0)
  framed.set(named, 4)
  framed.writeUInt32BE(crc32(named), named.length + 4)
  return framed
}

/** Understands what browsers write: 8 bits a channel, RGB or RGBA, not interlaced. Alpha is left out. */
export function decodePng(bytes: Uint8Array): Picture {
  const png = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (!png.subarray(0, 8).equals(SIGNATURE)) throw new Error('this is no PNG')
  const [width, height, bits, kind, , , interlaced] = [png.readUInt32BE(16), png.readUInt32BE(20), ...png.subarray(24, 29)]
  const size = PIXEL_BYTES[kind!]
  if (bits !== 8 || !size || interlaced !== 0) throw new Error('this kind of PNG is not understood')
  const parts: Buffer[] = []
  for (let at = 8; at < png.length; at += png.readUInt32BE(at) + 12) if (png.toString('latin1', at + 4, at + 8) === 'IDAT') parts.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)))
  const flat = unfilter(inflateSync(Buffer.concat(parts)), width * size, size)
  const pixels = new Uint32Array(width * height)
  for (let i = 0; i < pixels.length; i++) pixels[i] = (flat[i * size]! << 16) | (flat[i * size + 1]! << 8) | flat[i * size + 2]!
  return { width, height, pixels }
}

/** Takes back the filter of each line, which stands in its first byte. */
function unfilter(lines: Uint8Array, stride: number, size: number): Uint8Array {
  const height = lines.length / (stride + 1)
  const flat = new Uint8Array(stride * height)
  for (let y = 0; y < height; y++) {
    const filter = lines[y * (stride + 1)]!
    for (let x = 0; x < stride; x++) {
      const at = y * stride + x
      const left = x >= size ? flat[at - size]! : 0
      const up = y > 0 ? flat[at - stride]! : 0
      const corner = x >= size && y > 0 ? flat[at - stride - size]! : 0
      flat[at] = lines[y * (stride + 1) + 1 + x]! + guess(filter, left, up, corner)
    }
  }
  return flat
}

function guess(filter: number, left: number, up: number, corner: number): number {
  if (filter === 0) return 0
  if (filter === 1) return left
  if (filter === 2) return up
  if (filter === 3) return (left + up) >> 1
  const [a, b, c] = [Math.abs(up - corner), Math.abs(left - corner), Math.abs(left + up - 2 * corner)]
  return a <= b && a <= c ? left : b <= c ? up : corner
}

interface Box {
  readonly colours: readonly number[]
  readonly channel: number
  /** How much would be gained by cutting it: a soft shadow has a small range and many pixels. */
  readonly weight: number
}

const channelOf = (colour: number, channel: number): number => (colour >> (8 * channel)) & 255

/** Cuts the boxes of colours in two at their longest side again and again; of each box its most used colour is kept. */
function paletteOf(pixels: Uint32Array): number[] {
  const counts = new Map<number, number>()
  for (const pixel of pixels) counts.set(pixel, (counts.get(pixel) ?? 0) + 1)
  const boxes = [boxOf([...counts.keys()], counts)]
  while (boxes.length < COLOURS_MAX) {
    const heaviest = boxes.reduce((best, box, index) => (box.weight > boxes[best]!.weight ? index : best), 0)
    const { colours, channel, weight } = boxes[heaviest]!
    if (weight === 0) break
    const sorted = colours.toSorted((a, b) => channelOf(a, channel) - channelOf(b, channel))
    boxes.splice(heaviest, 1, boxOf(sorted.slice(0, sorted.length >> 1), counts), boxOf(sorted.slice(sorted.length >> 1), counts))
  }
  return boxes.map(({ colours }) => colours.reduce((best, colour) => (counts.get(colour)! > counts.get(best)! ? colour : best)))
}

function boxOf(colours: readonly number[], counts: ReadonlyMap<number, number>): Box {
  const ranges = [0, 1, 2].map((channel) => {
    let [least, most] = [255, 0]
    for (const colour of colours) {
      least = Math.min(least, channelOf(colour, channel))
      most = Math.max(most, channelOf(colour, channel))
    }
    return most - least
  })
  const range = Math.max(...ranges)
  const pixels = colours.reduce((sum, colour) => sum + counts.get(colour)!, 0)
  return { colours, channel: ranges.indexOf(range), weight: range * pixels ** 0.35 }
}

function nearestIn(palette: readonly number[]): (colour: number) => number {
  const known = new Map<number, number>(palette.map((colour, index) => [colour, index]))
  const distance = (a: number, b: number): number => [0, 1, 2].reduce((sum, channel) => sum + (channelOf(a, channel) - channelOf(b, channel)) ** 2, 0)
  return (colour) => {
    const before = known.get(colour)
    if (before !== undefined) return before
    const found = palette.reduce((best, other, index) => (distance(colour, other) < distance(colour, palette[best]!) ? index : best), 0)
    known.set(colour, found)
    return found
  }
}
