import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import {
  MAX_BITRATE_BPS,
  orderCodecs,
  prepareReceiver,
  sendKeyFrame,
  withStartBitrate,
  withStereo,
} from './encoding.ts'

const codec = (mimeType: string, sdpFmtpLine?: string): RTCRtpCodec => ({
  mimeType,
  clockRate: 90_000,
  ...(sdpFmtpLine && { sdpFmtpLine }),
})

it('a relay lets twice the ceiling of a picture through, for bursts', () => {
  const file = 'deploy/coturn/turnserver.conf'
  const [, bytesPerSecond] = /^max-bps=(\d+)$/m.exec(readFileSync(file, 'utf8')) ?? []
  expect(Number(bytesPerSecond) * 8).toBeGreaterThanOrEqual(MAX_BITRATE_BPS * 2)
})

it('has a whole frame sent with the parameters that there are', () => {
  const asked: unknown[] = []
  const parameters = { encodings: [{ maxBitrate: 1 }] }
  const sender = {
    getParameters: () => parameters,
    setParameters: (...all: unknown[]) => Promise.reject(new Error(`closed after ${asked.push(all)}`)),
  }
  sendKeyFrame(sender as unknown as RTCRtpSender)
  expect(asked).toEqual([[parameters, { encodingOptions: [{ keyFrame: true }] }]])
})

describe('orderCodecs', () => {
  it('puts AV1, VP9, H264, VP8 first and leaves the rest in order', () => {
    const offered = [
      'video/VP8',
      'video/rtx',
      'video/H264',
      'video/red',
      'video/AV1',
      'video/VP9',
      'video/ulpfec',
    ]
    expect(orderCodecs(offered.map((it) => codec(it))).map((it) => it.mimeType)).toEqual([
      'video/AV1',
      'video/VP9',
      'video/H264',
      'video/VP8',
      'video/rtx',
      'video/red',
      'video/ulpfec',
    ])
  })

  it('keeps the profiles of one codec in the order of the browser', () => {
    const profiles = [
      codec('video/VP9', 'profile-id=0'),
      codec('video/VP9', 'profile-id=2'),
      codec('video/AV1'),
    ]
    expect(orderCodecs(profiles).map((it) => it.sdpFmtpLine)).toEqual([
      undefined,
      'profile-id=0',
      'profile-id=2',
    ])
  })
})

const answer = [
  'v=0',
  'm=video 9 UDP/TLS/RTP/SAVPF 45 46 96',
  'a=rtpmap:45 AV1/90000',
  'a=fmtp:45 level-idx=5;profile=0;tier=0',
  'a=rtpmap:46 rtx/90000',
  'a=fmtp:46 apt=45',
  'a=rtpmap:96 VP8/90000',
  'm=application 9 UDP/DTLS/SCTP webrtc-datachannel',
  'a=sctp-port:5000',
  '',
].join('\r\n')

describe('withStartBitrate', () => {
  it('extends the parameters of every codec but retransmission, and gives VP8 a line of its own', () => {
    expect(withStartBitrate(answer).split('\r\n')).toEqual([
      'v=0',
      'm=video 9 UDP/TLS/RTP/SAVPF 45 46 96',
      'a=rtpmap:45 AV1/90000',
      'a=fmtp:45 level-idx=5;profile=0;tier=0;x-google-start-bitrate=3000',
      'a=rtpmap:46 rtx/90000',
      'a=fmtp:46 apt=45',
      'a=rtpmap:96 VP8/90000',
      'a=fmtp:96 x-google-start-bitrate=3000',
      'm=application 9 UDP/DTLS/SCTP webrtc-datachannel',
      'a=sctp-port:5000',
      '',
    ])
  })

  it('touches nothing else', () => {
    expect(withStartBitrate('v=0\r\nm=audio 9 RTP\r\na=fmtp:111 minptime=10\r\n')).toBe(
      'v=0\r\nm=audio 9 RTP\r\na=fmtp:111 minptime=10\r\n',
    )
  })
})

describe('withStereo', () => {
  const sound = (...lines: string[]) =>
    ['m=audio 9 UDP/TLS/RTP/SAVPF 111 63', ...lines, 'm=video 9 RTP 96', 'a=fmtp:96 x=1', ''].join('\r\n')
  const opus = ['a=rtpmap:63 red/48000/2', 'a=fmtp:63 111/111', 'a=rtpmap:111 opus/48000/2']

  it('asks for two channels of Opus, at the bitrate of music', () => {
    expect(withStereo(sound(...opus, 'a=fmtp:111 minptime=10;useinbandfec=1'))).toBe(
      sound(...opus, 'a=fmtp:111 minptime=10;useinbandfec=1;stereo=1;maxaveragebitrate=128000'),
    )
  })

  it('touches nothing else', () => {
    for (const other of [answer, sound('a=rtpmap:0 PCMU/8000')]) expect(withStereo(other)).toBe(other)
  })
})

describe('prepareReceiver', () => {
  it('keeps a buffer for sound alone', () => {
    for (const [kind, target] of [
      ['video', 0],
      ['audio', null],
    ] as const) {
      const receiver = { track: { kind }, jitterBufferTarget: null } as unknown as RTCRtpReceiver
      prepareReceiver(receiver)
      expect(receiver.jitterBufferTarget).toBe(target)
    }
  })
})
