import { expect, type Page } from '@playwright/test'
import type { ErrorCode } from '../../../src/shared/errors.ts'
import type { Role } from '../../../src/shared/pairing/context.ts'
import { expectError, expectNothingOpen } from '../../support/expectations.ts'
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

/** The attack came to nothing and each side is told as much; afterwards the same two get their picture. */
export const expectFoiled = async (
  { server, host, viewer }: { readonly server: HostileServer } & Readonly<Record<Role, Page>>,
  told: Readonly<Record<Role, ErrorCode>>,
): Promise<void> => {
  await expectError(viewer, told.viewer)
  await expectError(host, told.host)
  await expectNobodyIn(host, viewer)
  await expectSessionGoesOn(server, host, viewer)
}
