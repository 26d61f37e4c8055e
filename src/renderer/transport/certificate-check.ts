/** What is known of the certificate that DTLS really used; `pending` until the transport has one. */
export type CertificateVerdict = 'expected' | 'unexpected' | 'unsupported' | 'pending'

/** The part of an `RTCDtlsTransport` that is used. */
type Transport = Pick<RTCDtlsTransport, 'getRemoteCertificates'>

/** Compares the certificate (DER) of a connection with the one that the other side has proved to be its own. */
export const judgeCertificate = (
  transport: Transport | undefined,
  isExpected: (der: Uint8Array) => boolean,
): CertificateVerdict => {
  // Firefox had none before 153 (https://developer.mozilla.org/docs/Web/API/RTCDtlsTransport/getRemoteCertificates).
  if (transport && !('getRemoteCertificates' in transport)) return 'unsupported'
  const [der] = transport?.getRemoteCertificates() ?? []
  // Chromium can report the connection a moment before the transport has its certificate.
  if (!der) return 'pending'
  return isExpected(new Uint8Array(der)) ? 'expected' : 'unexpected'
}
