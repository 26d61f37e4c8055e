import type { MessageBoxOptions } from 'electron'
import type { Clock } from '#shared/clock.ts'
import type { ControlLevel } from '#shared/protocol/grants.ts'
import type { Texts } from '../i18n/index.ts'
import type { ShowMessageBox } from '../message-box.ts'
import type { Answer } from './grants.ts'

/** What control is given for, unless the person wants to end it themselves. */
export const CONTROL_MS = 15 * 60_000
/** A question that nobody answers is withdrawn: whoever comes back to it would not know any more what it was about. */
const QUESTION_MS = 60_000

export interface Question {
  /** As the viewer typed it. */
  readonly name: string
  readonly level: ControlLevel
  /** Whether pointing can be offered instead. */
  readonly canPoint: boolean
  /** Name of the viewer who controls now, and would no longer. */
  readonly insteadOf: string | null
}

export interface ConsentOptions {
  readonly showMessageBox: ShowMessageBox
  readonly texts: () => Texts
  readonly clock: Clock
  /** Wayland: the person's own hand is not noticed, and the app's windows are put away. */
  readonly throughPortal: boolean
}

/** A button of a question, and what it means. */
interface Choice<T> {
  readonly label: string
  readonly means: T
}

/**
 * Asks the person at this computer, in dialogs of the system that no page can draw, click or hide. The first button says
 * no; so do Enter, Escape and waiting.
 */
export class Consent {
  readonly #options: ConsentOptions

  constructor(options: ConsentOptions) {
    this.#options = options
  }

  /** Each question is closed by its signal: what it was about is over. */
  ask(question: Question, withdrawn: AbortSignal): Promise<Answer> {
    const { control, nameless } = this.#options.texts()
    const name = question.name || nameless
    const { level, canPoint, insteadOf } = question
    const wantsControl = level === 'control'
    const allow = (label: string, answered: ControlLevel, durationMs: number | null): Choice<Answer> => ({
      label,
      means: { kind: 'allow', level: answered, durationMs },
    })
    return this.#show(
      {
        message: wantsControl ? control.askControl(name) : control.askPoint(name),
        detail: [
          wantsControl ? this.#controlMeans : control.pointMeans,
          ...(wantsControl && insteadOf !== null ? [control.insteadOf(insteadOf || nameless)] : []),
          control.unverified,
        ].join('\n\n'),
      },
      { label: control.refuse, means: { kind: 'refuse', reason: 'denied' } },
      [
        ...(wantsControl
          ? [
              allow(control.forMinutes(CONTROL_MS / 60_000), 'control', CONTROL_MS),
              allow(control.untilStopped, 'control', null),
            ]
          : []),
        ...(canPoint ? [allow(wantsControl ? control.onlyPoint : control.allowPoint, 'point', null)] : []),
      ],
      { kind: 'refuse', reason: 'unanswered' },
      withdrawn,
    )
  }

  /** Whether a viewer's time may start anew, and for how long; undefined leaves it as it is. */
  askForMore(
    name: string,
    withdrawn: AbortSignal,
  ): Promise<{ readonly durationMs: number | null } | undefined> {
    const { control, nameless } = this.#options.texts()
    return this.#show<{ readonly durationMs: number | null } | undefined>(
      { message: control.askMore(name || nameless), detail: this.#controlMeans },
      { label: control.leave, means: undefined },
      [
        { label: control.forMinutes(CONTROL_MS / 60_000), means: { durationMs: CONTROL_MS } },
        { label: control.untilStopped, means: { durationMs: null } },
      ],
      undefined,
      withdrawn,
    )
  }

  /** Somebody controls, or did a moment ago, and somebody asks to be let in: which of the two clicked? */
  confirmAdmission(name: string, withdrawn: AbortSignal): Promise<boolean> {
    const { control, tray, nameless } = this.#options.texts()
    return this.#show(
      { message: control.confirmAdmission(name || nameless), detail: control.whileControlled },
      { label: tray.deny, means: false },
      [{ label: tray.accept, means: true }],
      false,
      withdrawn,
    )
  }

  get #controlMeans(): string {
    const { texts, throughPortal } = this.#options
    const { controlMeans, controlMeansAlone, onWayland, stopOnWayland } = texts().control
    return throughPortal ? [controlMeansAlone, onWayland, stopOnWayland].join('\n\n') : controlMeans
  }

  async #show<T>(
    text: Pick<MessageBoxOptions, 'message' | 'detail'>,
    refusal: Choice<T>,
    choices: readonly Choice<T>[],
    unanswered: T,
    withdrawn: AbortSignal,
  ): Promise<T> {
    const { clock, showMessageBox } = this.#options
    const askedAt = clock.now()
    const timeout = new AbortController()
    const cancel = clock.after(QUESTION_MS, () => timeout.abort())
    const signal = AbortSignal.any([withdrawn, timeout.signal])
    const all = [refusal, ...choices]
    try {
      const { response } = await showMessageBox({
        type: 'question',
        ...text,
        buttons: all.map(({ label }) => label),
        defaultId: 0,
        cancelId: 0,
        noLink: true,
        signal,
      })
      // Where nothing takes a box back, or the computer slept, an answer may come long after the time is over.
      if (signal.aborted || clock.now() - askedAt >= QUESTION_MS) return unanswered
      return all[response]?.means ?? refusal.means
    } finally {
      cancel()
    }
  }
}
