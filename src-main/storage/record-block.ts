import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { constants, crc32, zstdCompress, zstdDecompressSync } from 'node:zlib'

/** What a block holds: the beginning of a segment, messages, or that messages are missing here. */
const BLOCK_KINDS = ['begin', 'messages', 'hole'] as const
type BlockKind = (typeof BLOCK_KINDS)[number]

/**
 * Before every block, in this order: mark (4 bytes), kind (1), three zeros, bytes stored (4), bytes unpacked (4), messages (4), times of the first and the
 * last (6 each), checksum of these (4). Behind it a SHA-256 of the hash before, the header and what is stored, so that no block can change, go or move unseen.
 */
export interface BlockHeader {
  readonly kind: BlockKind
  readonly stored: number
  readonly unpacked: number
  readonly messages: number
  /** Milliseconds since 1970; 0 where there are no messages. */
  readonly from: number
  readonly to: number
}

export const HEADER_BYTES = 36
export const HASH_BYTES = 32
export const MARK: Buffer = Buffer.from('HRB1')
/** What the first block of a record goes on from. */
export const NO_HASH: Buffer = Buffer.alloc(HASH_BYTES)
const CHECKED_BYTES = 32
/** More is never packed into one, so a damaged length cannot ask for all memory. */
const UNPACKED_MAX = 128 * 2 ** 20

const compress = promisify(zstdCompress)
/** A tenth smaller than the quickest, and still three microseconds a message, in another thread. */
const LEVEL = 6

/** A header and what is stored behind it. */
export async function packBlock(header: Omit<BlockHeader, 'stored' | 'unpacked'>, body: Buffer): Promise<Buffer> {
  const packed = await compress(body, { params: { [constants.ZSTD_c_compressionLevel]: LEVEL } })
  return Buffer.concat([headerBytes({ ...header, stored: packed.length, unpacked: body.length }), packed])
}

export const unpackBody = (packed: Buffer, { unpacked }: BlockHeader): Buffer => zstdDecompressSync(packed, { maxOutputLength: Math.max(1, unpacked) })

export const hashAfter = (before: Buffer, block: Buffer): Buffer => createHash('sha256').update(before).update(block).digest()

function headerBytes({ kind, stored, unpacked, messages, from, to }: BlockHeader): Buffer {
  const bytes = Buffer.alloc(HEADER_BYTES)
  MARK.copy(bytes)
  bytes[4] = BLOCK_KINDS.indexOf(kind)
  bytes.writeUInt32LE(stored, 8)
  bytes.writeUInt32LE(unpacked, 12)
  bytes.writeUInt32LE(messages, 16)
  bytes.writeUIntLE(from, 20, 6)
  bytes.writeUIntLE(to, 26, 6)
  bytes.writeUInt32LE(crc32(bytes.subarray(0, CHECKED_BYTES)), CHECKED_BYTES)
  return bytes
}

/** Undefined where no header stands, or a damaged one. */
export function readHeader(bytes: Buffer): BlockHeader | undefined {
  if (bytes.length < HEADER_BYTES || !bytes.subarray(0, MARK.length).equals(MARK)) return undefined
  if (bytes.readUInt32LE(CHECKED_BYTES) !== crc32(bytes.subarray(0, CHECKED_BYTES))) return undefined
  const kind = BLOCK_KINDS[bytes[4]!]
  const unpacked = bytes.readUInt32LE(12)
  if (!kind || unpacked > UNPACKED_MAX) return undefined
  return { kind, stored: bytes.readUInt32LE(8), unpacked, messages: bytes.readUInt32LE(16), from: bytes.readUIntLE(20, 6), to: bytes.readUIntLE(26, 6) }
}
