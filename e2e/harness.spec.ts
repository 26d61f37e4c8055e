import { expect } from '@playwright/test'
import { test } from './support/fixtures.ts'
import { expectLivePicture, expectMediaInUse, expectNothingOpen } from './support/expectations.ts'
import { readPattern } from './support/pattern-reader.ts'

/** The tools of the other tests, tried on a page that does the least: captures the screen and shows it. */
const page = `
  <button onclick="share()">share</button>
  <video data-testid="remote-video" autoplay muted playsinline width="640"></video>
  <script>
    const video = document.querySelector('video')
    const share = async () => { video.srcObject = await navigator.mediaDevices.getDisplayMedia({ video: true }) }
    const pause = (paused) => { for (const track of video.srcObject.getTracks()) track.enabled = !paused }
    const stop = () => { for (const track of video.srcObject.getTracks()) track.stop() }
  </script>`

test('reads time and movement off the real screen, and does not take a still or blank one for it', async ({
  launchHost,
  startServer,
}) => {
  const server = await startServer()
  const { page: host } = await launchHost({ at: server.url })
  // A page without the product's policy, which would not let its script run.
  await host.route(server.url, (route) => route.fulfill({ contentType: 'text/html', body: page }))
  await host.reload()
  const video = host.getByTestId('remote-video')

  expect(await readPattern(video)).toBeNull()
  await host.getByRole('button').click()
  await expectLivePicture(host)
  await expectMediaInUse(host, { connections: 0, captures: 1 })

  await host.evaluate('pause(true)')
  await expect.poll(() => readPattern(video)).toBeNull()
  await host.evaluate('pause(false)')
  await expectLivePicture(host)

  await host.evaluate('video.pause()')
  const still = await readPattern(video)
  await expect.poll(async () => (await readPattern(video))?.lagMs).toBeGreaterThan(1000)
  expect((await readPattern(video))?.stampMs).toBe(still?.stampMs)

  await host.evaluate('stop()')
  await expectNothingOpen(host)
})
