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

  /** Two fingers, side by side, that part, and stay on the screen. */
  async part({ x, y }: Place): Promise<void> {
    const apart = (distance: number): readonly [Place, Place] => [
      { x: x - distance, y },
      { x: x + distance, y },
    ]
    await this.down(apart(20)[0])
    await this.down(...apart(20))
    for (let distance = 30; distance <= 150; distance += 10) await this.move(...apart(distance))
  }

  #dispatch(type: 'touchStart' | 'touchMove' | 'touchEnd', points: readonly Place[]): Promise<unknown> {
    const touchPoints = points.map(({ x, y }, id) => ({ x, y, id }))
    return this.#session.send('Input.dispatchTouchEvent', { type, touchPoints })
  }
}
