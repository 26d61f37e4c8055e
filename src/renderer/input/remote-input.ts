import type { Clock } from '#shared/clock.ts'
import type { Point } from '#shared/geometry.ts'
import { HELD_INTERVAL_MS, type InputDraft } from '#shared/protocol/input.ts'
import { Composition } from './composition.ts'
import { Held } from './held.ts'
import { Keyboard } from './keyboard.ts'
import { framePointAt, pictureBox } from './picture-box.ts'
import { Pointer } from './pointer.ts'
import { systemKeys, type SystemKeys } from './system-keys.ts'
import { TouchGestures, type TouchAction } from './touch.ts'
import { WheelScale } from './wheel.ts'

export interface RemoteInputOptions {
  /** The shared picture, under `object-fit: contain`. */
  readonly video: HTMLVideoElement
  /** Takes the keyboard, unseen: input methods need a field to write in. */
  readonly field: HTMLTextAreaElement
  readonly send: (draft: InputDraft) => void
  readonly clock: Clock
  readonly isMac: boolean
  /** The person wants their keyboard back; the focus has to go elsewhere. */
  readonly onEscape: () => void
  /** What an input method is putting together, to be shown, for nobody sees the field; empty when it is done. */
  readonly onComposing: (text: string) => void
}

/** What is caught: nothing, the pointer alone, or the keyboard as well. */
export type Catch = 'nothing' | 'pointer' | 'everything'

/** Catches what a person does on the shared picture, and sends it. */
export class RemoteInput {
  readonly #options: RemoteInputOptions
  readonly #held: Held
  readonly #keyboard: Keyboard
  readonly #pointer: Pointer
  readonly #touch: TouchGestures
  readonly #composition: Composition
  readonly #touchWheel = new WheelScale()
  readonly #listening = new AbortController()
  #catches: Catch = 'nothing'
  #cancelConfirm: (() => void) | null = null

  constructor(options: RemoteInputOptions) {
    this.#options = options
    const { send, clock, isMac } = options
    this.#held = new Held(send)
    this.#keyboard = new Keyboard({
      held: this.#held,
      send,
      clock,
      isMac,
      onEscape: () => {
        this.#release()
        options.onEscape()
      },
    })
    this.#pointer = new Pointer({
      held: this.#held,
      send,
      locate: (client) => this.#locate(client),
      beforeAction: () => this.#keyboard.catchUp(),
    })
    this.#touch = new TouchGestures(clock, (action) => this.#handleTouch(action))
    this.#composition = new Composition({
      field: options.field,
      signal: this.#listening.signal,
      onChanged: (text) => options.onComposing(this.#catches === 'everything' ? text : ''),
      onChosen: (text) => {
        if (this.#catches === 'everything') this.#keyboard.type(text)
      },
    })
    this.#listenToPointer()
    this.#listenToTouch()
    this.#listenToKeyboard()
    this.#listenToLoss()
  }

  set catches(catches: Catch) {
    if (catches === this.#catches) return
    const hadKeyboard = this.#catches === 'everything'
    this.#catches = catches
    this.#reset()
    this.#held.forget()
    if (catches !== 'everything') {
      this.#cancelConfirm?.()
      this.#cancelConfirm = null
    } else if (!hadKeyboard) this.#confirm()
    if (catches === 'nothing') delete this.#options.video.dataset.pointing
  }

  /** Gives the keyboard to the host. On phones, this brings up the on-screen keyboard when called in a tap. */
  focus(): void {
    this.#options.field.focus({ preventScroll: true })
  }

  pressSystemKeys(name: SystemKeys): void {
    if (this.#catches === 'everything') this.#keyboard.chord(systemKeys[name])
  }

  close(): void {
    this.#release()
    this.catches = 'nothing'
    this.#listening.abort()
  }

  /** The host lets go of what is not confirmed now and then. */
  #confirm(): void {
    this.#held.confirm()
    this.#cancelConfirm = this.#options.clock.after(HELD_INTERVAL_MS, () => this.#confirm())
  }

  #release(): void {
    if (this.#catches === 'nothing') return
    this.#reset()
    this.#held.releaseAll()
  }

  #reset(): void {
    this.#keyboard.reset()
    this.#pointer.reset()
    this.#touch.cancel()
  }

  #locate(client: Point): ReturnType<typeof framePointAt> | null {
    const { video } = this.#options
    const box = pictureBox(video.getBoundingClientRect(), {
      width: video.videoWidth,
      height: video.videoHeight,
    })
    return box && framePointAt(client, box, window.devicePixelRatio)
  }

  #listenToPointer(): void {
    const { video } = this.#options
    const options = { signal: this.#listening.signal }
    const handle = (event: PointerEvent): void => {
      // Fingers have a recogniser of their own.
      if (this.#catches === 'nothing' || event.pointerType === 'touch') return
      if (this.#catches === 'everything') this.#keyboard.settleModifiers(event)
      if (event.type === 'pointerdown') this.#composition.finish()
      const isForHost = this.#pointer.handle(event)
      // The host's own cursor is part of the picture: a second one would only be in its way.
      video.toggleAttribute('data-pointing', isForHost)
      if (!isForHost || event.type !== 'pointerdown') return
      video.setPointerCapture(event.pointerId)
      if (this.#catches === 'everything') this.focus()
    }
    for (const type of ['pointerdown', 'pointermove', 'pointerup'] as const)
      video.addEventListener(type, handle, options)
    video.addEventListener(
      'pointercancel',
      (event) => event.pointerType === 'touch' || this.#release(),
      options,
    )
    // No focus on the picture, no selection, no menu, no going back in history.
    for (const type of ['mousedown', 'mouseup', 'contextmenu', 'auxclick', 'dragstart'] as const)
      video.addEventListener(
        type,
        (event) => {
          if (this.#catches !== 'nothing') event.preventDefault()
        },
        options,
      )
    video.addEventListener(
      'wheel',
      (event) => {
        if (this.#catches !== 'everything') return
        // Browsers report pinching on a touchpad as a wheel with Ctrl: that is to zoom the page.
        const isPinch =
          event.ctrlKey && !this.#held.hasKey('ControlLeft') && !this.#held.hasKey('ControlRight')
        if (!isPinch && this.#pointer.turn(event)) event.preventDefault()
      },
      { ...options, passive: false },
    )
  }

  #listenToTouch(): void {
    const { video } = this.#options
    const options = { signal: this.#listening.signal, passive: false }
    const pointsOf = (list: TouchList): Point[] => [...list].map(({ clientX: x, clientY: y }) => ({ x, y }))
    video.addEventListener(
      'touchstart',
      (event) => {
        if (this.#catches !== 'nothing') this.#touch.start(pointsOf(event.touches))
      },
      options,
    )
    video.addEventListener(
      'touchmove',
      (event) => {
        const isOurs = this.#catches !== 'nothing' && this.#touch.move(pointsOf(event.touches))
        if (isOurs && event.cancelable) event.preventDefault()
      },
      options,
    )
    video.addEventListener(
      'touchend',
      (event) => {
        if (this.#catches === 'nothing') return
        this.#touch.end(pointsOf(event.touches))
        // No mouse events in its wake.
        if (event.cancelable) event.preventDefault()
      },
      options,
    )
    video.addEventListener('touchcancel', () => this.#touch.cancel(), options)
  }

  #handleTouch(action: TouchAction): void {
    if (action.type !== 'drag' && action.type !== 'release') this.#composition.finish()
    const place = this.#locate(action.at)
    if (!place) return
    const { at } = place
    const { send } = this.#options
    const press = (button: 'left' | 'right', pressed: boolean): void =>
      this.#held.button({ type: 'button', button, pressed, at })
    switch (action.type) {
      case 'tap':
      case 'hold': {
        if (!place.isInside) return
        const button = action.type === 'tap' ? 'left' : 'right'
        press(button, true)
        press(button, false)
        return
      }
      case 'press':
        if (place.isInside) press('left', true)
        return
      case 'drag':
        if (this.#held.isDragging) send({ type: 'move', at })
        return
      case 'release':
        press('left', false)
        return
      case 'scroll': {
        if (this.#catches !== 'everything') return
        const turn = this.#touchWheel.turn({ deltaX: action.dx, deltaY: action.dy, deltaMode: 0 })
        if (turn) send({ type: 'wheel', ...turn, at })
      }
    }
  }

  #listenToKeyboard(): void {
    const { field } = this.#options
    const options = { signal: this.#listening.signal }
    const whenCaught =
      <E extends Event>(handle: (event: E) => void) =>
      (event: E): void => {
        if (this.#catches === 'everything') handle(event)
      }
    field.addEventListener(
      'keydown',
      whenCaught((event) => this.#keyboard.keyDown(event)),
      options,
    )
    field.addEventListener(
      'keyup',
      whenCaught((event) => this.#keyboard.keyUp(event)),
      options,
    )
    field.addEventListener(
      'beforeinput',
      whenCaught((event) => this.#keyboard.beforeInput(event)),
      options,
    )
    // Where an edit cannot be prevented, it has been sent all the same.
    field.addEventListener(
      'input',
      (event) => {
        if (!event.isComposing) field.value = ''
      },
      options,
    )
  }

  /** Nothing that this side can no longer let go of may stay down. */
  #listenToLoss(): void {
    const options = { signal: this.#listening.signal }
    this.#options.field.addEventListener(
      'blur',
      () => {
        // Letting go would stop at the host what was composed just now.
        if (!this.#composition.isFinishing) this.#release()
      },
      options,
    )
    window.addEventListener('blur', () => this.#release(), options)
    window.addEventListener('pagehide', () => this.#release(), options)
    document.addEventListener(
      'visibilitychange',
      () => {
        if (document.hidden) this.#release()
      },
      options,
    )
  }
}
