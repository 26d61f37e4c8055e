type Webrtc = Pick<typeof globalThis, 'RTCIceCandidate' | 'RTCPeerConnection' | 'RTCSessionDescription'>

/**
 * WebRTC whose connections, once up, never say that their path has failed for good: a new path can be found long after
 * (an ICE restart works from `failed`, too; W3C WebRTC, section 5.6.4), but simple-peer destroys what says so. How long
 * to look for one is then the user's to decide. A failure of DTLS is told as it is.
 *
 * @param wasConnected whether the connection has been up
 */
export const lastingWebrtc = (wasConnected: () => boolean): Webrtc => {
  class LastingConnection extends RTCPeerConnection {
    override get iceConnectionState(): RTCIceConnectionState {
      const state = super.iceConnectionState
      return state === 'failed' && wasConnected() ? 'disconnected' : state
    }

    override get connectionState(): RTCPeerConnectionState {
      const state = super.connectionState
      // Not by the state of ICE: Chromium may still call that `disconnected`, its older meaning, when this has failed.
      const isPathLost = wasConnected() && this.sctp?.transport.state !== 'failed'
      return state === 'failed' && isPathLost ? 'disconnected' : state
    }
  }
  return { RTCPeerConnection: LastingConnection, RTCIceCandidate, RTCSessionDescription }
}
