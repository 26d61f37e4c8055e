import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { downloadElectron, mustLeaveSandbox } from './electron.ts'
import { root } from './paths.ts'

describe.skipIf(existsSync(join(root, 'node_modules/electron/path.txt')))(
  "the download of Electron's binary",
  () => {
    let cache: string
    let server: Server
    let sockets: Socket[]
    let answer: (socket: Socket) => void

    const download = (stallMs: number) => {
      const { port } = server.address() as AddressInfo
      const mirror = `http://127.0.0.1:${port}/`
      return downloadElectron({
        stallMs,
        env: { ELECTRON_MIRROR: mirror, npm_config_electron_mirror: mirror, electron_config_cache: cache },
      })
    }

    beforeEach(async () => {
      cache = await mkdtemp(join(tmpdir(), 'beckon-cache-'))
      sockets = []
      server = createServer((socket) => {
        sockets.push(socket)
        socket.on('error', () => undefined)
        socket.once('data', () => answer(socket))
      })
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    })
    afterEach(async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
      await rm(cache, { recursive: true, force: true })
    })

    it('is given up when the server takes the question and never answers', async () => {
      answer = () => undefined
      await expect(download(2_000)).resolves.toBe(false)
      expect(sockets.length).toBeGreaterThan(0)
    })

    it('is given up when it comes to a halt', async () => {
      answer = (socket) =>
        void socket.write(`HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n${'x'.repeat(50_000)}`)
      await expect(download(2_000)).resolves.toBe(false)
    })

    it('fails at once when there is nothing to be had', async () => {
      answer = (socket) => void socket.end('HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n')
      await expect(download(600_000)).resolves.toBe(false)
    })
  },
)

describe("Electron's sandbox", () => {
  it('is done without as root on Linux, and nowhere else', () => {
    expect(mustLeaveSandbox({ platform: 'linux', getuid: () => 0 })).toBe(true)
    expect(mustLeaveSandbox({ platform: 'linux', getuid: () => 1000 })).toBe(false)
    expect(mustLeaveSandbox({ platform: 'darwin', getuid: () => 0 })).toBe(false)
    expect(mustLeaveSandbox({ platform: 'win32' })).toBe(false)
  })
})
