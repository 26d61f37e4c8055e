import type { DataChannel } from '../link-channel.ts'

/** A data channel whose other end is another one, and which delivers at once. */
export class FakeDataChannel extends EventTarget implements DataChannel {
  readyState: RTCDataChannelState = 'connecting'
  bufferedAmount = 0
  binaryType: BinaryType = 'arraybuffer'
  /** Whether it takes nothing more. */
  isFull = false
  /** Whether what it takes gets lost on its way. */
  isMuted = false
  #remote: FakeDataChannel | null = null

  /** Connects the two, which opens them. */
  join(remote: FakeDataChannel): void {
    this.#remote = remote
    remote.#remote = this
    this.open()
    remote.open()
  }

  open(): void {
    this.readyState = 'open'
    this.dispatchEvent(new Event('open'))
  }

  send(data: string | Uint8Array<ArrayBuffer>): void {
    if (this.isFull) throw new DOMException('send queue is full', 'OperationError')
    if (!this.isMuted) this.#remote?.receive(typeof data === 'string' ? data : data.buffer)
  }

  receive(data: unknown): void {
    this.dispatchEvent(new MessageEvent('message', { data }))
  }
}
