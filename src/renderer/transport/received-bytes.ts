/** What of `RTCTransportStats` (https://www.w3.org/TR/webrtc-stats/#transportstats-dict*) tells whether a link carries. */
interface TransportStats {
  readonly type?: string
  readonly bytesReceived?: number
}

/** All that a link has received of pictures, sound and messages, in bytes; null where a browser does not tell. */
export const receivedBytes = (report: RTCStatsReport): number | null => {
  // lib.dom types the report without what is in it.
  const all = [...(report as unknown as ReadonlyMap<string, TransportStats>).values()]
  return all.find(({ type }) => type === 'transport')?.bytesReceived ?? null
}
