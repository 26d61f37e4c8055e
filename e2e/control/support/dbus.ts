import type { Socket } from 'node:net'
import * as library from '@homebridge/dbus-native'

/** The part of dbus-native that a service needs, whose own types leave it out. */
export interface DesktopBus {
  exportInterface(
    service: object,
    path: string,
    description: {
      readonly name: string
      readonly methods?: Readonly<Record<string, readonly string[]>>
      readonly signals?: Readonly<Record<string, readonly string[]>>
      readonly properties?: Readonly<Record<string, string>>
    },
  ): void
  requestName(name: string, flags: number, callback: (error: unknown) => void): void
  nameHasOwner(name: string, callback: (error: unknown, has: unknown) => void): void
}

export const { createClient } = library as unknown as {
  createClient(options: { readonly stream: Socket }): DesktopBus
}
