import { controlChannel, motionChannel, type ChannelSetup } from '#shared/protocol/channels.ts'
import type { Input } from '#shared/protocol/input.ts'
import { ManualClock } from '#shared/testing/manual-clock.ts'
import { HostControlChannel } from '../host-control-channel.ts'
import { LinkChannel } from '../link-channel.ts'
import { ViewerControlChannel } from '../viewer-control-channel.ts'
import { FakeDataChannel } from './fake-data-channel.ts'

/** Both ends of a link's channels, joined; frames are painted by hand. */
export const createControlPair = () => {
  const ends = {
    viewer: new Map<number, FakeDataChannel>(),
    host: new Map<number, FakeDataChannel>(),
  }
  const linkOf = (side: keyof typeof ends) => ({
    openChannel: ({ id }: ChannelSetup) => {
      const channel = new FakeDataChannel()
      ends[side].set(id, channel)
      const linkChannel = new LinkChannel(channel)
      linkChannel.trust()
      return linkChannel
    },
  })
  let frame: (() => void) | null = null
  const clock = new ManualClock()
  const requestFrame = (run: () => void) => {
    frame = run
    return () => (frame = null)
  }
  const viewer = new ViewerControlChannel(linkOf('viewer'), requestFrame, clock)
  const host = new HostControlChannel(linkOf('host'))
  const inputs: Input[] = []
  host.on('input', (input) => inputs.push(input))
  const of = (side: keyof typeof ends, { id }: ChannelSetup): FakeDataChannel => {
    const channel = ends[side].get(id)
    if (!channel) throw new Error('no such channel')
    return channel
  }
  for (const setup of [controlChannel, motionChannel]) of('viewer', setup).join(of('host', setup))
  return {
    clock,
    viewer,
    host,
    inputs,
    control: of('viewer', controlChannel),
    motion: of('viewer', motionChannel),
    hostControl: of('host', controlChannel),
    hostMotion: of('host', motionChannel),
    paint: () => {
      const run = frame
      frame = null
      run?.()
    },
    get isWaitingForFrame() {
      return frame !== null
    },
  }
}
