/**
 * As much of DNS messages as finding a service on the local network takes: RFC 1035 §4 (the format), RFC 6762
 * (multicast DNS) and RFC 6763 (service discovery). A name is a list of labels, for a label may hold dots.
 */
export type DnsName = readonly string[]

export interface DnsQuestion {
  readonly name: DnsName
  readonly type: number
}

export type DnsRecord =
  | { readonly type: 'PTR'; readonly name: DnsName; readonly ttlS: number; readonly target: DnsName }
  | {
      readonly type: 'SRV'
      readonly name: DnsName
      readonly ttlS: number
      readonly port: number
      readonly target: DnsName
    }
  | { readonly type: 'TXT'; readonly name: DnsName; readonly ttlS: number }
  | { readonly type: 'A'; readonly name: DnsName; readonly ttlS: number; readonly address: string }

export interface DnsMessage {
  readonly id: number
  readonly isResponse: boolean
  readonly questions: readonly DnsQuestion[]
  /** Answers, authorities and additional records alike; types that are not known here are left out. */
  readonly records: readonly DnsRecord[]
}

export const recordTypes = { A: 1, PTR: 12, TXT: 16, SRV: 33, ANY: 255 } as const

const CLASS_IN = 1
const RESPONSE_FLAGS = 0x8400 // QR and AA, RFC 6762 §18.2-18.4
const POINTER = 0xc0
const MAX_LABEL_BYTES = 63
const MAX_LABELS = 16

const uint16 = (value: number): Buffer => {
  const bytes = Buffer.alloc(2)
  bytes.writeUInt16BE(value)
  return bytes
}
const uint32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}

/** Without compression: messages are small. Throws on a label that is empty or too long, which is the caller's bug. */
const encodeName = (name: DnsName): Buffer =>
  Buffer.concat([
    ...name.flatMap((label) => {
      const bytes = Buffer.from(label)
      if (bytes.length === 0 || bytes.length > MAX_LABEL_BYTES) throw new Error('not a label')
      return [Buffer.of(bytes.length), bytes]
    }),
    Buffer.of(0),
  ])

const encodeData = (record: DnsRecord): Buffer => {
  switch (record.type) {
    case 'PTR':
      return encodeName(record.target)
    case 'SRV':
      // Priority and weight, which only matter among several servers of one name.
      return Buffer.concat([uint16(0), uint16(0), uint16(record.port), encodeName(record.target)])
    case 'TXT':
      // An empty string: RFC 6763 §6.1 wants the record all the same.
      return Buffer.of(0)
    case 'A':
      return Buffer.from(record.address.split('.').map(Number))
  }
}

const encodeRecord = (record: DnsRecord): Buffer => {
  const data = encodeData(record)
  return Buffer.concat([
    encodeName(record.name),
    uint16(recordTypes[record.type]),
    uint16(CLASS_IN),
    uint32(record.ttlS),
    uint16(data.length),
    data,
  ])
}

export const encodeMessage = ({ id, isResponse, questions, records }: DnsMessage): Buffer =>
  Buffer.concat([
    ...[id, isResponse ? RESPONSE_FLAGS : 0, questions.length, records.length, 0, 0].map(uint16),
    ...questions.flatMap(({ name, type }) => [encodeName(name), uint16(type), uint16(CLASS_IN)]),
    ...records.map(encodeRecord),
  ])

/** Reads from front to back; throws a RangeError beyond the end. */
class Reader {
  readonly #bytes: Buffer
  #offset = 0

  constructor(bytes: Buffer) {
    this.#bytes = bytes
  }

  uint16(): number {
    this.#offset += 2
    return this.#bytes.readUInt16BE(this.#offset - 2)
  }

  uint32(): number {
    this.#offset += 4
    return this.#bytes.readUInt32BE(this.#offset - 4)
  }

  name(): DnsName {
    const { labels, end } = this.#labelsAt(this.#offset, MAX_LABELS)
    this.#offset = end
    return labels
  }

  /** Runs within the next `length` bytes, and goes on behind them whatever was read of them. */
  within<T>(length: number, read: (offset: number) => T): T {
    const start = this.#offset
    if (start + length > this.#bytes.length) throw new RangeError('cut short')
    const value = read(start)
    this.#offset = start + length
    return value
  }

  bytesAt(offset: number, length: number): Buffer {
    return this.#bytes.subarray(offset, offset + length)
  }

  #labelsAt(offset: number, room: number): { readonly labels: DnsName; readonly end: number } {
    const length = this.#bytes.readUInt8(offset)
    if (length === 0) return { labels: [], end: offset + 1 }
    // Each step uses up room, so that pointers in a circle come to an end.
    if (room === 0) throw new RangeError('too many labels')
    if ((length & POINTER) === POINTER) {
      const target = this.#bytes.readUInt16BE(offset) & 0x3fff
      return { labels: this.#labelsAt(target, room - 1).labels, end: offset + 2 }
    }
    const next = offset + 1 + length
    if (length > MAX_LABEL_BYTES || next > this.#bytes.length) throw new RangeError('cut short')
    const rest = this.#labelsAt(next, room - 1)
    return { labels: [this.#bytes.toString('utf8', offset + 1, next), ...rest.labels], end: rest.end }
  }
}

const readRecord = (reader: Reader): DnsRecord[] => {
  const name = reader.name()
  const type = reader.uint16()
  reader.uint16()
  const ttlS = reader.uint32()
  const length = reader.uint16()
  return reader.within(length, (offset): DnsRecord[] => {
    switch (type) {
      case recordTypes.PTR:
        return [{ type: 'PTR', name, ttlS, target: reader.name() }]
      case recordTypes.SRV: {
        reader.uint32()
        const port = reader.uint16()
        return [{ type: 'SRV', name, ttlS, port, target: reader.name() }]
      }
      case recordTypes.TXT:
        return [{ type: 'TXT', name, ttlS }]
      case recordTypes.A:
        return length === 4
          ? [{ type: 'A', name, ttlS, address: [...reader.bytesAt(offset, length)].join('.') }]
          : []
      default:
        return []
    }
  })
}

const times = <T>(count: number, read: () => T): T[] => Array.from({ length: count }, read)

/** Reads a message from anybody on the network; null when it is none. */
export const decodeMessage = (bytes: Buffer): DnsMessage | null => {
  try {
    const reader = new Reader(bytes)
    const [id = 0, flags = 0, questionCount = 0, ...recordCounts] = times(6, () => reader.uint16())
    const questions = times(questionCount, () => {
      const question = { name: reader.name(), type: reader.uint16() }
      reader.uint16()
      return question
    })
    const recordCount = recordCounts.reduce((sum, count) => sum + count, 0)
    const records = times(recordCount, () => readRecord(reader)).flat()
    return { id, isResponse: (flags & 0x8000) !== 0, questions, records }
  } catch (cause) {
    if (cause instanceof RangeError) return null
    throw cause
  }
}

/** Names are compared without regard to case (RFC 1035 §2.3.3). */
export const isSameName = (a: DnsName, b: DnsName): boolean =>
  a.length === b.length && a.every((label, index) => label.toLowerCase() === b[index]?.toLowerCase())
