import type { PictureKind } from './screen-capture.ts'

/**
 * Codecs for a screen, best first. For a text scroll at 1080p in software, AV1 takes about a third of VP8's bytes at
 * equal latency, for libwebrtc turns on its screen content tools for it (docs/performance.md).
 */
const CODEC_ORDER = ['video/av1', 'video/vp9', 'video/h264', 'video/vp8'] as const

/**
 * Ceiling of one viewer's picture. Without one, libwebrtc stops at 2.5 Mbit/s for anything above 960×540, screens
 * included, and text stays blurred.
 */
export const MAX_BITRATE_BPS = 12_000_000

/** Where bandwidth estimation starts, so that the first frame is sharp instead of a crawl from 300 kbit/s. */
const START_BITRATE_KBPS = 3_000

/** The same codecs, preferred ones first; those that are no pictures (rtx, red, fec) keep their order at the end. */
export const orderCodecs = (codecs: readonly RTCRtpCodec[]): RTCRtpCodec[] => {
  const rank = ({ mimeType }: RTCRtpCodec): number => {
    const index = CODEC_ORDER.indexOf(mimeType.toLowerCase() as (typeof CODEC_ORDER)[number])
    return index === -1 ? CODEC_ORDER.length : index
  }
  return [...codecs].sort((a, b) => rank(a) - rank(b))
}

/** Sets codec order and encoding of a screen before its first offer. */
export const prepareSender = (transceiver: RTCRtpTransceiver, kind: PictureKind): void => {
  // The receiver's: preferences are checked against those (https://www.w3.org/TR/webrtc/#dom-rtcrtptransceiver-setcodecpreferences).
  const capabilities = RTCRtpReceiver.getCapabilities('video')
  if (capabilities) transceiver.setCodecPreferences(orderCodecs(capabilities.codecs))
  const { sender } = transceiver
  const parameters = sender.getParameters()
  parameters.degradationPreference = kind === 'text' ? 'maintain-resolution' : 'balanced'
  for (const encoding of parameters.encodings) encoding.maxBitrate = MAX_BITRATE_BPS
  // Rejects only if the connection closes meanwhile; nothing is left to set then.
  sender.setParameters(parameters).catch(() => undefined)
}

/** As in WebRTC Extensions (https://www.w3.org/TR/webrtc-extensions/#rtcencodingoptions); its typings are empty. */
interface KeyFrameOptions extends RTCSetParameterOptions {
  readonly encodingOptions: readonly { readonly keyFrame: boolean }[]
}

/**
 * Has a picture begin anew with a whole frame. Whoever has missed packets can show nothing before that comes, and asks
 * for it seconds later only: libwebrtc first has the missing ones sent again, which are not kept for so long. Where a
 * browser does not know the option it has no effect.
 */
export const sendKeyFrame = (sender: RTCRtpSender): void => {
  const parameters = sender.getParameters()
  const options: KeyFrameOptions = { encodingOptions: parameters.encodings.map(() => ({ keyFrame: true })) }
  // Rejects only if the connection closes meanwhile; nothing is left to send then.
  sender.setParameters(parameters, options).catch(() => undefined)
}

/** Shows each frame as soon as it is decoded: a helper's hand matters more than a smooth buffer. Sound needs one. */
export const prepareReceiver = (receiver: RTCRtpReceiver): void => {
  if (receiver.track.kind === 'video') receiver.jitterBufferTarget = 0
}

/** Of Opus, in bits per second: two channels of music, without a difference that people hear. */
const SOUND_BITRATE_BPS = 128_000

/**
 * Asks for sound in two channels: Opus is sent and decoded in one, at a bitrate for speech, unless the answer says
 * otherwise (RFC 7587, section 6.1).
 */
export const withStereo = (answer: string): string => {
  const [, payload] = /^a=rtpmap:(\d+) opus\/48000\/2\r?$/im.exec(answer) ?? []
  if (payload === undefined) return answer
  return answer.replace(
    new RegExp(`^(a=fmtp:${payload} [^\\r\\n]*)`, 'm'),
    `$1;stereo=1;maxaveragebitrate=${SOUND_BITRATE_BPS}`,
  )
}

/**
 * Adds `x-google-start-bitrate` to every video codec of an answer; libwebrtc reads it from the description that the
 * sender receives, never from its own offer.
 */
export const withStartBitrate = (answer: string): string => {
  const parameter = `x-google-start-bitrate=${START_BITRATE_KBPS}`
  return answer
    .split(/(?=^m=)/m)
    .map((section) => {
      if (!section.startsWith('m=video')) return section
      const withFmtp = section.replace(/^(a=fmtp:\d+ (?!apt=)[^\r\n]*)/gm, `$1;${parameter}`)
      return withFmtp.replace(/^(a=rtpmap:(\d+) VP8\/90000\r?\n)/gim, (line, _, payload: string) =>
        new RegExp(`^a=fmtp:${payload} `, 'm').test(section)
          ? line
          : `${line}a=fmtp:${payload} ${parameter}\r\n`,
      )
    })
    .join('')
}
