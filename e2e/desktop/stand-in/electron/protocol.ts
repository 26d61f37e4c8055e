import type * as Electron from 'electron'
import { addresses } from './computer.ts'
import { only } from './lacking.ts'
import { protocolHandlers } from './protocol-handlers.ts'

export const protocol = only('protocol', {
  registerSchemesAsPrivileged(schemes) {
    for (const { scheme, privileges } of schemes) {
      if (privileges?.standard !== true || privileges.secure !== true)
        throw new Error('not in the stand-in: schemes that are not standard and secure')
      addresses.addScheme(scheme)
    }
  },
  handle: (scheme, handler) => protocolHandlers.add(scheme, handler),
  isProtocolHandled: (scheme) => protocolHandlers.has(scheme),
} satisfies Pick<Electron.Protocol, 'registerSchemesAsPrivileged' | 'handle' | 'isProtocolHandled'>)
