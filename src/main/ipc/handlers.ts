import type { Reply } from '#shared/ipc/bridge.ts'
import { ok, type Result } from '#shared/result.ts'
import type { Capture } from '../capture/capture.ts'
import type { Chooser } from '../capture/chooser.ts'
import type { CapturePermissionPort } from '../capture/permission.ts'
import type { Sources } from '../capture/sources.ts'
import type { ControlPort } from '../control/port.ts'
import type { LocalNetwork } from '../discovery/local-network.ts'
import type { SettingsService } from '../settings/service.ts'
import type { Updates } from '../updates/updates.ts'
import type { InvokeHandlers } from './router.ts'

export interface HandlerParts {
  readonly sources: Pick<Sources, 'list'>
  readonly chooser: Pick<Chooser, 'choose'>
  readonly permission: CapturePermissionPort
  readonly takeOutcome: Capture['takeOutcome']
  readonly settings: Pick<SettingsService, 'report' | 'change'>
  readonly openServer: () => Promise<Result<Reply<'server:open'>>>
  readonly localNetwork: Pick<LocalNetwork, 'discover'>
  readonly control: Pick<ControlPort, 'report' | 'systemRefusal' | 'request' | 'extend' | 'openSettings'>
  readonly about: Reply<'app:about'>
  readonly relaunch: () => void
  readonly updates: Pick<Updates, 'status' | 'check'>
  readonly restartToUpdate: () => void
}

const done = ok(undefined)

/** What main does when the page asks. */
export const createInvokeHandlers = (parts: HandlerParts): InvokeHandlers => {
  const { sources, chooser, permission, settings, openServer, localNetwork, control, about, relaunch } = parts
  const { updates, restartToUpdate } = parts
  return {
    'capture:list': (options) => sources.list(options),
    'capture:choose': ({ requestId, choice }) => chooser.choose(requestId, choice),
    'capture:outcome': () => ok(parts.takeOutcome()),
    'capture:permission': () => ok(permission.status()),
    'capture:openSettings': async () => {
      await permission.openSettings()
      return done
    },
    'server:open': () => openServer(),
    'server:discover': async () => ok(await localNetwork.discover()),
    'settings:get': () => ok(settings.report),
    'settings:change': (change) => settings.change(change),
    'control:get': () => ok(control.report),
    'control:permission': () => ok(control.systemRefusal),
    'control:request': (request) => control.request(request),
    'control:extend': ({ guestId }) => control.extend(guestId),
    'control:openSettings': () => control.openSettings(),
    'app:about': () => ok(about),
    'app:relaunch': () => {
      relaunch()
      return done
    },
    'update:get': () => ok(updates.status),
    'update:check': () => {
      void updates.check()
      return done
    },
    'update:install': () => {
      restartToUpdate()
      return done
    },
  }
}
