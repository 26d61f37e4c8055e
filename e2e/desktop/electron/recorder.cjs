/* global require */
/**
 * Runs in Electron's main process before the app (`--require`), and notes what no test could ask Electron for: which icons,
 * menus and notifications there are, and what the system was asked to do. Notifications are not shown, as test machines have
 * nobody to show them; message boxes are answered, and links not opened.
 */
const { mkdirSync } = require('node:fs')
const { join } = require('node:path')
const electron = require('electron')

// macOS keeps the logs of every run in one place, far from the rest.
const logs = join(electron.app.getPath('userData'), 'logs')
mkdirSync(logs, { recursive: true })
electron.app.setPath('logs', logs)

const recorder = {
  tray: null,
  notifications: new Set(),
  shortcuts: new Map(),
  blockers: new Map(),
  opened: [],
  messages: [],
  nextButton: 0,
}
globalThis.recorder = recorder

/** Replaces a method by one that is given the original as its first argument. */
const around = (object, name, replacement) => {
  const original = object[name]
  object[name] = function (...args) {
    return replacement.call(this, original.bind(this), ...args)
  }
}

const { Tray, Notification, globalShortcut, powerSaveBlocker, shell, dialog } = electron

around(Tray.prototype, 'setImage', function (original, image) {
  recorder.tray = { ...recorder.tray, image }
  original(image)
})
around(Tray.prototype, 'setToolTip', function (original, toolTip) {
  recorder.tray = { ...recorder.tray, toolTip }
  original(toolTip)
})
around(Tray.prototype, 'setContextMenu', function (original, menu) {
  recorder.tray = { ...recorder.tray, menu }
  original(menu)
})
around(Tray.prototype, 'destroy', function (original) {
  recorder.tray = null
  original()
})

around(Notification, 'isSupported', () => true)
around(Notification.prototype, 'show', function () {
  recorder.notifications.add(this)
})
around(Notification.prototype, 'close', function () {
  if (recorder.notifications.delete(this)) this.emit('close')
})

around(globalShortcut, 'register', (original, accelerator, callback) => {
  recorder.shortcuts.set(accelerator, callback)
  return original(accelerator, callback)
})
around(globalShortcut, 'unregister', (original, accelerator) => {
  recorder.shortcuts.delete(accelerator)
  original(accelerator)
})
around(powerSaveBlocker, 'start', (original, type) => {
  const id = original(type)
  recorder.blockers.set(id, type)
  return id
})
around(powerSaveBlocker, 'stop', (original, id) => {
  recorder.blockers.delete(id)
  return original(id)
})

const noteOpened = (answer) => (_original, address) => {
  recorder.opened.push(address)
  return Promise.resolve(answer)
}
around(shell, 'openExternal', noteOpened(undefined))
around(shell, 'openPath', noteOpened(''))

around(dialog, 'showMessageBox', (_original, ...args) => {
  recorder.messages.push(args.at(-1).message)
  return Promise.resolve({ response: recorder.nextButton, checkboxChecked: false })
})
