import type { Payload } from '#shared/ipc/bridge.ts'
import type { ControlReport } from '#shared/ipc/control.ts'
import { type ControlAvailability, type ControlRefusal, type GrantEnding } from '#shared/protocol/grants.ts'
import { ok, type Result } from '#shared/result.ts'
import { availability } from './availability.ts'
import { CheckedPointer } from './checked-pointer.ts'
import type { ControlOptions } from './control-options.ts'
import { ControlSession } from './control-session.ts'
import { Grants } from './grants.ts'
import { Interruptions } from './interruptions.ts'
import { Obstacles } from './obstacles.ts'
import type { ControlPort } from './port.ts'
import { PortalAccess } from './portal-access.ts'
import { Requests } from './requests.ts'
import type { SharedSource } from './shared-display.ts'
import { ShownPointers } from './shown-pointers.ts'

/** How long after the person's last touch of mouse or keyboard a viewer controls again. */
const QUIET_MS = 1_500

/** Control of this computer by viewers: who may, what they do, and when it ends. */
export class Control implements ControlPort {
  readonly #options: ControlOptions
  readonly #grants: Grants
  /** Null where nothing but the person's answer is needed. */
  readonly #access: PortalAccess | null
  readonly #shown: ShownPointers
  readonly #pointer: CheckedPointer
  readonly #obstacles: Obstacles
  readonly #interruptions: Interruptions
  readonly #requests: Requests
  #session: ControlSession | null = null
  /** The end of the last process that pressed anything. */
  #stopping: Promise<void> = Promise.resolve()
  #hasFailed = false
  #controller: string | null = null
  #controlEnd: number | null = null
  #lastReport = ''
  #cancelQuiet: () => void = () => undefined

  constructor(options: ControlOptions) {
    const { injector, display, clock, consent, guests, portal } = options
    this.#options = options
    this.#grants = new Grants(clock)
    const access = portal && new PortalAccess({ ...portal, injector, display, clock, grants: this.#grants })
    this.#access = access
    this.#requests = new Requests({
      consent,
      clock,
      grants: this.#grants,
      guests,
      availability: () => this.report.availability,
      secure: access && ((answer, withdrawn) => access.secure(answer, withdrawn)),
      onAnswered: () => access?.giveBackUnused(),
      // Everything is let go before a question appears, and nothing is injected while it is there.
      onAsking: () => {
        this.release()
        this.#pointer.yield()
      },
      onAsked: () => this.#pointer.resume(),
    })
    this.#shown = new ShownPointers({
      ...options,
      grants: this.#grants,
      nameOf: (guestId) => this.#requests.nameOf(guestId),
    })
    this.#pointer = new CheckedPointer({
      injector,
      display,
      mayMove: () => this.#isHandedOver,
      onChanged: () => this.#tell(),
    })
    this.#obstacles = new Obstacles(clock, () => this.#tell())
    this.#interruptions = new Interruptions(clock, (guestId) => this.#grants.end(guestId, 'interrupted'))
    this.#grants.on('controlBegun', () => this.#begin())
    this.#grants.on('controlLost', () => this.#session?.release())
    this.#grants.on('expiring', (guestId) => options.onExpiring(this.#requests.nameOf(guestId)))
    this.#grants.on('changed', () => this.#settle())
    injector.on('localInput', () => this.#handleLocalInput())
    injector.on('typed', () => this.#session?.noteTyped())
    injector.on('refused', () => this.#obstacles.meet('system-refuses'))
    injector.on('textUncertain', () => this.#obstacles.meet('text-uncertain'))
    injector.on('closed', (reason) => this.endAll(reason))
    injector.on('restarted', () => {
      this.#session?.interrupt()
      this.#pointer.retry()
    })
    injector.on('failed', () => {
      this.#hasFailed = true
      this.endAll('failed')
      this.#tell()
    })
    display.on('moved', () => this.#handleMovedDisplays())
  }

  get systemRefusal(): ControlRefusal | null {
    return this.#availability(null).control
  }

  get report(): ControlReport {
    const { display, isPictureLive } = this.#options
    return {
      availability: this.#availability(isPictureLive() ? display.refusal : 'not-sharing'),
      grants: [...this.#grants.all],
      pointer: this.#pointer.found,
      obstacle: this.#obstacles.current,
    }
  }

  request(request: Payload<'control:request'>): Promise<Result<undefined>> {
    return this.#requests.request(request)
  }

  extend(guestId: string): Promise<Result<undefined>> {
    return this.#requests.extend(guestId)
  }

  #availability(source: ControlRefusal | null): ControlAvailability {
    const { platform, isTrusted } = this.#options
    const portal = this.#access?.state ?? null
    return availability({ platform, portal, isTrusted: isTrusted(), hasFailed: this.#hasFailed, source })
  }

  async openSettings(): Promise<Result<undefined>> {
    await this.#options.openSettings()
    return ok(undefined)
  }

  input({ guestId, inputs }: Payload<'control:input'>): void {
    if (this.#grants.controller === guestId) this.#session?.handle(inputs)
    else this.#shown.note(guestId, inputs)
  }

  end({ guestId, reason }: { readonly guestId: string; readonly reason: GrantEnding }): void {
    this.#grants.end(guestId, reason)
  }

  endAll(reason: GrantEnding): void {
    this.#grants.endAll(reason)
  }

  /** Whether a viewer may be let in by a click that may have been injected; see Requests. */
  confirmAdmission(guestId: string): Promise<boolean> {
    return this.#requests.confirmAdmission(guestId)
  }

  /** Lets go of everything, and drops what was sent and has not happened yet: it was judged by what is true no more. */
  release(): void {
    this.#session?.interrupt()
  }

  /** Nothing is injected while the person is asked something, so that no helper answers it. */
  withoutHelpers<T>(ask: () => Promise<T>): Promise<T> {
    return this.#requests.withoutHelpers(ask)
  }

  /** The person may have switched control on Wayland on or off. */
  noteSettings(): void {
    this.#access?.noteChange()
    this.#tell()
  }

  /** Another source was chosen: whoever controlled the one before does not control this one. */
  setSource(source: SharedSource): void {
    this.endAll('source-changed')
    this.#options.display.setSource(source)
    this.#tell()
  }

  /** What is shared, with whom, and whether it can be seen may have changed. */
  noteShare(isOpen: boolean): void {
    const states = new Map(this.#options.guests().map(({ id, state }) => [id, state]))
    if (!isOpen) {
      this.endAll('sharing-ended')
      this.#options.display.setSource(null)
    }
    for (const { guestId } of this.#grants.all) if (!states.has(guestId)) this.#grants.leave(guestId)
    const interrupted = this.#grants.all.flatMap(({ guestId, grant }) =>
      grant.state !== 'none' && states.get(guestId) !== 'watching' ? guestId : [],
    )
    if (interrupted.some((guestId) => guestId === this.#grants.controller)) this.#session?.disregard()
    this.#interruptions.note(interrupted)
    this.#requests.review()
    if (!this.#isHandedOver) this.#pointer.yield()
    this.#pointer.resume()
    this.#tell()
  }

  /** What the system allows may have changed. */
  review(): void {
    this.#tell()
  }

  /** The app ends. Resolves when nothing is pressed any more, and what the injector changed is put back. */
  async close(): Promise<void> {
    this.endAll('sharing-ended')
    await this.#stopping
  }

  #begin(): void {
    const { injector, clock, display, ownWindows } = this.#options
    this.#session?.end()
    if (!this.#access) injector.start()
    else if (!this.#access.begin()) {
      this.endAll('revoked')
      return
    }
    this.#session = new ControlSession({
      injector,
      clock,
      world: {
        surface: () => display.surface,
        ownWindows: () => display.placesOf(ownWindows()),
        isOwnAnywhere: () => this.#access !== null && ownWindows().some((window) => window.isVisible()),
        isOwnWindowFocused: () => ownWindows().some((window) => window.isFocused()),
      },
      onOwnWindow: () => this.#obstacles.meet('own-window'),
      onTextCut: () => this.#obstacles.tell('text-cut'),
      onDisregarded: () => this.#obstacles.tell('interrupted'),
      mayInject: () => this.#pointer.isChecked && this.#isHandedOver,
    })
    void this.#pointer.check()
  }

  /** Whether mouse and keyboard are a viewer's at this moment: the person's hand rests, and they are asked nothing. */
  get #isHandedOver(): boolean {
    const { controller } = this.#grants
    const isControlled = controller !== null && this.#grants.of(controller).state === 'controlling'
    return isControlled && !this.#requests.isAsking && this.#options.isPictureLive()
  }

  #handleLocalInput(): void {
    this.#cancelQuiet()
    this.#cancelQuiet = this.#options.clock.after(QUIET_MS, () => this.#handleQuiet())
    this.#grants.noteLocal('localInput')
    this.#pointer.yield()
  }

  #handleQuiet(): void {
    this.#grants.noteLocal('localQuiet')
    this.#pointer.resume()
  }

  #handleMovedDisplays(): void {
    this.#session?.interrupt()
    if (this.#grants.controller !== null) {
      // What the portal gave is the screen as it was.
      if (this.#options.display.surface && !this.#access) void this.#pointer.check()
      else this.endAll('source-changed')
    }
    this.#tell()
  }

  /** Follows a change of the grants. */
  #settle(): void {
    const { injector, onController } = this.#options
    const { controller } = this.#grants
    if (controller === null && this.#session) {
      this.#session.end()
      this.#session = null
      this.#pointer.forget()
      this.#obstacles.forget()
      this.#stopping = injector.stop()
    }
    this.#requests.review()
    const grant = controller === null ? null : this.#grants.of(controller)
    const end = grant && 'expiresAt' in grant ? grant.expiresAt : null
    if (controller !== this.#controller || end !== this.#controlEnd) {
      this.#controller = controller
      this.#controlEnd = end
      onController(controller, end)
    }
    this.#tell()
  }

  #tell(): void {
    this.#shown.draw()
    const { report } = this
    const written = JSON.stringify(report)
    if (written === this.#lastReport) return
    this.#lastReport = written
    this.#options.onReport(report)
  }
}
