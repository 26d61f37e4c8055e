import { expect, type Page } from '@playwright/test'

/** More presses than any page has places to go. */
const MAX_TABS = 40

/**
 * Presses Tab, as a person does, until the element has the focus and shows it.
 * @param inside selects what takes the focus, where that is within the named element
 */
export const tabTo = async (page: Page, testId: string, inside?: string): Promise<void> => {
  const named = page.getByTestId(testId)
  const target = inside === undefined ? named : named.locator(inside)
  await expect(target).toBeVisible()
  const isFocused = (): Promise<boolean> =>
    target.evaluate((element) => element === document.activeElement && element.matches(':focus-visible'))
  for (let presses = 0; presses < MAX_TABS && !(await isFocused()); presses += 1)
    await page.keyboard.press('Tab')
  await expect(target).toBeFocused()
}
