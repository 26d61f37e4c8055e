import type * as Electron from 'electron'
import { createEvent, only, StandInEmitter } from './lacking.ts'

type Members = 'show' | 'close' | 'title' | 'body' | 'actions'

/** Notifications that are on the screen now. */
export const notifications = new Set<StandInNotification>()

export class StandInNotification extends StandInEmitter implements Pick<Electron.Notification, Members> {
  title: string
  body: string
  actions: Electron.NotificationAction[]

  static isSupported(): boolean {
    return true
  }

  constructor({ title, body, actions }: Electron.NotificationConstructorOptions = {}) {
    super('notification', ['show', 'click', 'close', 'action', 'failed'])
    this.title = title ?? ''
    this.body = body ?? ''
    this.actions = actions ?? []
    return only('notification', this)
  }

  show(): void {
    notifications.add(this)
    this.emit('show', createEvent({}))
  }

  close(): void {
    if (notifications.delete(this)) this.emit('close', createEvent({}))
  }

  /** What a person does. */
  click(): void {
    this.emit('click', createEvent({}))
    this.close()
  }

  /** Chooses one of its buttons. */
  act(text: string): void {
    const index = this.actions.findIndex((action) => action.text === text)
    if (index === -1) throw new Error(`the notification has no button '${text}'`)
    this.emit('action', createEvent({ actionIndex: index }), index)
    this.close()
  }
}
