import { expectLivePicture } from '../support/expectations.ts'
import { shareAndWatch } from '../support/session.ts'
import { expectPicturePassed } from './support/evidence.ts'
import { test } from './support/fixtures.ts'

/** The control of all the others: the server of these tests, when it meddles with nothing, connects. */

test('left alone, the server connects the two, and what comes through is seen', async ({ host, viewer }) => {
  await shareAndWatch(host, viewer)
  await expectLivePicture(viewer)
  await expectPicturePassed(viewer)
})
