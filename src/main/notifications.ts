import type * as Electron from 'electron'
import type { GuestStatus } from '#shared/ipc/share-status.ts'
import type { Texts } from './i18n/index.ts'

export interface NotificationsOptions {
  readonly electron: Pick<typeof Electron, 'Notification'>
  readonly platform: NodeJS.Platform
  readonly texts: () => Texts
  readonly onAnswer: (guestId: string, answer: 'accept' | 'deny') => void
  /** A notification was clicked, for everything that it cannot answer itself. */
  readonly onOpen: () => void
}

/** What the notification server of most Linux desktops takes for markup. https://specifications.freedesktop.org/notification-spec/1.2/markup.html */
const withoutMarkup = (text: string): string => text.replace(/[<>&]/g, '')

/** The answers in the order of the buttons; letting in is never the first, which is the easiest to hit. */
const answers = ['deny', 'accept'] as const

/** What the app has to say while its window is not in front. Names appear here and nowhere in logs. */
export class Notifications {
  readonly #options: NotificationsOptions
  readonly #requests = new Map<string, Electron.Notification>()
  // Kept, for one that is collected no longer tells that it was clicked.
  readonly #shown = new Set<Electron.Notification>()

  constructor(options: NotificationsOptions) {
    this.#options = options
  }

  /** Somebody wants to join; can be answered right there, where the system has buttons for it. */
  announceGuest({ id, name }: GuestStatus): void {
    const { texts, platform, onAnswer } = this.#options
    const { notification, tray, nameless } = texts()
    const shown = this.#show({
      title: notification.askTitle(withoutMarkup(name || nameless)),
      body: notification.askText,
      urgency: 'critical',
      timeoutType: 'never',
      // Linux shows none, https://www.electronjs.org/docs/latest/api/notification
      actions: platform === 'linux' ? [] : answers.map((answer) => ({ type: 'button', text: tray[answer] })),
    })
    if (!shown) return
    this.#requests.set(id, shown)
    shown.on('action', ({ actionIndex }) => {
      const answer = answers[actionIndex]
      if (answer) onAnswer(id, answer)
    })
  }

  /** The request was answered elsewhere, or is over. */
  withdrawGuest(guestId: string): void {
    this.#requests.get(guestId)?.close()
    this.#requests.delete(guestId)
  }

  sayStillSharing(): void {
    const { stillTitle, stillText } = this.#options.texts().notification
    this.#show({ title: stillTitle, body: stillText })
  }

  sayEnded(): void {
    const { failedTitle, failedText } = this.#options.texts().notification
    this.#show({ title: failedTitle, body: failedText })
  }

  sayControlEnding(name: string): void {
    const { control, nameless } = this.#options.texts()
    this.#show({ title: control.expiringTitle, body: control.expiringText(withoutMarkup(name || nameless)) })
  }

  saySettingsBroken(file: string): void {
    const { brokenTitle, brokenText } = this.#options.texts().notification
    this.#show({ title: brokenTitle, body: brokenText(file) })
  }

  sayShortcutRefused(): void {
    const { shortcutTitle, shortcutText } = this.#options.texts().notification
    this.#show({ title: shortcutTitle, body: shortcutText })
  }

  #show(options: Electron.NotificationConstructorOptions): Electron.Notification | null {
    const { electron, onOpen } = this.#options
    // No notification server on this desktop; tray and window say the same.
    if (!electron.Notification.isSupported()) return null
    const shown = new electron.Notification(options)
    this.#shown.add(shown)
    shown.on('click', onOpen)
    shown.on('close', () => this.#shown.delete(shown))
    shown.show()
    return shown
  }
}
