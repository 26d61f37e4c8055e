import {
  encodeMessage,
  isSameName,
  recordTypes,
  type DnsMessage,
  type DnsName,
  type DnsRecord,
} from './dns-message.ts'

/** The group and port of multicast DNS. RFC 6762 §3 */
export const MULTICAST = { address: '224.0.0.251', port: 5353 } as const

/** RFC 6763 §4.1.2 */
const service: DnsName = ['_beckon', '_tcp', 'local']

/** RFC 6762 §10: other records than those of host names, which ours are bound to all the same. */
const TTL_S = 120
/** RFC 6762 §6.7: what an answer to a plain query may live at most. */
const LEGACY_TTL_S = 10
const MAX_NAME_BYTES = 63

/** A server on the local network, as it tells of itself. */
export interface Announcement {
  /** How a person tells it from others: this computer's name. */
  readonly name: string
  readonly port: number
  /** Of the interface that it is told through. */
  readonly address: string
}

/** At most so many bytes of a text, cut between characters. */
const cutBytes = (text: string, maxBytes: number): string => {
  let cut = text
  while (Buffer.byteLength(cut) > maxBytes) cut = Array.from(cut).slice(0, -1).join('')
  return cut
}

const recordsOf = ({ name, port, address }: Announcement, ttlS: number): DnsRecord[] => {
  const label = cutBytes(name, MAX_NAME_BYTES) || 'Beckon'
  const instance = [label, ...service]
  const host = [`beckon-${port}-${address.replaceAll('.', '-')}`, 'local']
  return [
    { type: 'PTR', name: service, ttlS, target: instance },
    { type: 'SRV', name: instance, ttlS, port, target: host },
    { type: 'TXT', name: instance, ttlS },
    { type: 'A', name: host, ttlS, address },
  ]
}

export const query: Buffer = encodeMessage({
  id: 0,
  isResponse: false,
  questions: [{ name: service, type: recordTypes.PTR }],
  records: [],
})

/** Says unasked that the server is there. RFC 6762 §8.3 */
export const announce = (announcement: Announcement): Buffer =>
  encodeMessage({ id: 0, isResponse: true, questions: [], records: recordsOf(announcement, TTL_S) })

/** Says that it is there no longer. RFC 6762 §10.1 */
export const sayGoodbye = (announcement: Announcement): Buffer =>
  encodeMessage({ id: 0, isResponse: true, questions: [], records: recordsOf(announcement, 0) })

/** Whether somebody asks for servers of our kind. */
export const isQuery = ({ isResponse, questions }: DnsMessage): boolean =>
  !isResponse &&
  questions.some(
    ({ name, type }) => isSameName(name, service) && (type === recordTypes.PTR || type === recordTypes.ANY),
  )

/** The answer to somebody who asks from a port of their own, and knows nothing of multicast. RFC 6762 §6.7 */
export const answer = (announcement: Announcement, { id, questions }: DnsMessage): Buffer =>
  encodeMessage({ id, isResponse: true, questions, records: recordsOf(announcement, LEGACY_TTL_S) })

/** The servers that a message tells of, by name and port; those that say goodbye are none. */
export const serversIn = ({ isResponse, records }: DnsMessage): { name: string; port: number }[] => {
  if (!isResponse) return []
  const instances = records.flatMap((record) =>
    record.type === 'PTR' && record.ttlS > 0 && isSameName(record.name, service) ? [record.target] : [],
  )
  return records.flatMap((record) => {
    if (record.type !== 'SRV' || record.port === 0) return []
    if (!instances.some((instance) => isSameName(instance, record.name))) return []
    // Whatever it calls itself is shown to people: in one line, and without characters that change their neighbours.
    const name = (record.name[0] ?? '').replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}]/gu, '').trim()
    return [{ name, port: record.port }]
  })
}
