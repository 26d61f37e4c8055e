import { expect } from '@playwright/test'
import type { DesktopState, MenuEntry } from './desktop.ts'

const findEntry = (menu: readonly MenuEntry[], [label, ...rest]: readonly string[]): MenuEntry | null => {
  const entry = menu.find((candidate) => candidate.label === label) ?? null
  return entry && rest.length > 0 ? findEntry(entry.submenu, rest) : entry
}

/** Waits until a menu has an item at the end of `labels` that can be clicked, as a person would. */
export const waitForItem = async (
  readMenu: () => Promise<readonly MenuEntry[]>,
  labels: readonly string[],
): Promise<void> => {
  const isThere = async () => findEntry(await readMenu(), labels)?.enabled ?? false
  await expect.poll(isThere, { message: `the menu has '${labels.join(' ▸ ')}'` }).toBe(true)
}

export const trayMenu = ({ tray }: DesktopState): readonly MenuEntry[] => tray?.menu ?? []
