import { expect, type Page } from '@playwright/test'
import { expectNothingOpen } from '../../support/expectations.ts'
import { readCode } from '../../support/product.ts'
import { expectSharing, watch } from '../../support/session.ts'
import { expectNothingPassed } from './evidence.ts'
import type { HostileServer } from './hostile-server.ts'

/** The attack came to nothing: nobody was let in, nothing came through, nothing is left half-open. */
export const expectNobodyIn = async (host: Page, viewer: Page): Promise<void> => {
  await expect(host.getByTestId('accept-viewer')).toBeHidden()
  await expectNothingOpen(viewer)
  await expectSharing(host, 0)
  await expectNothingPassed(host, viewer)
}

/** The same two, on the same pages, with a new code and a server that behaves: the picture arrives. */
export const expectSessionGoesOn = async (server: HostileServer, host: Page, viewer: Page): Promise<void> => {
  server.meddle()
  await host.getByTestId('new-code').click()
  await watch(viewer, host, await readCode(host))
}
