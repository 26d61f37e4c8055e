import type { CDPSession, Page } from '@playwright/test'
import type { Place } from './pointing.ts'

/** Fingers on a viewer's screen, as Chromium's own emulation has them. Points are CSS pixels of the page. */
export class TouchScreen {
  readonly #session: CDPSession

  private constructor(session: CDPSession) {
    this.#session = session
  }

  static async of(page: Page): Promise<TouchScreen> {
    return new TouchScreen(await page.context().newCDPSession(page))
  }

  down(...points: readonly Place[]): Promise<unknown> {
    return this.#dispatch('touchStart', points)
  }

  move(...points: readonly Place[]): Promise<unknown> {
    return this.#dispatch('touchMove', points)
  }

  up(): Promise<unknown> {
    return this.#dispatch('touchEnd', [])
  }

  #dispatch(type: 'touchStart' | 'touchMove' | 'touchEnd', points: readonly Place[]): Promise<unknown> {
    const touchPoints = points.map(({ x, y }, id) => ({ x, y, id }))
    return this.#session.send('Input.dispatchTouchEvent', { type, touchPoints })
  }
}

/** Two fingers that part, twice as far from each other in the end. */
export const pinch = async (page: Page, centre: Place): Promise<void> => {
  const session = await page.context().newCDPSession(page)
  await session.send('Input.synthesizePinchGesture', {
    ...centre,
    scaleFactor: 2,
    gestureSourceType: 'touch',
  })
}
