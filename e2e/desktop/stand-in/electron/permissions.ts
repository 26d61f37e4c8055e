import type * as Electron from 'electron'
import { addresses, browser } from './computer.ts'
import { isGranted, type Permission } from './session.ts'

/** Electron's names for permissions, and DevTools' for the same. */
const names = {
  media: ['audioCapture', 'videoCapture'],
  'display-capture': ['displayCapture'],
  'clipboard-read': ['clipboardReadWrite'],
  'clipboard-sanitized-write': ['clipboardSanitizedWrite'],
  keyboardLock: ['keyboardLock'],
  'local-network': ['localNetwork'],
  'local-network-access': ['localNetworkAccess'],
  'loopback-network': ['loopbackNetwork'],
  notifications: ['notifications'],
  pointerLock: ['pointerLock'],
  'screen-wake-lock': ['wakeLockScreen'],
} as const satisfies { readonly [name in Permission]?: readonly string[] }

/** Gives the pages of an origin, in Chromium, what main's check handler finds granted, and nothing else. */
export const grantPermissions = async (sender: Electron.WebContents, url: string): Promise<void> => {
  const granted = (Object.keys(names) as (keyof typeof names)[]).filter((name) =>
    isGranted(name, sender, url),
  )
  const { devTools } = await browser
  await devTools.send('Browser.grantPermissions', {
    origin: new URL(addresses.toChromium(url)).origin,
    permissions: granted.flatMap((name) => [...names[name]]),
  })
}
