import * as v from 'valibot'
import { parseCode } from '../code.ts'
import {
  captureChoiceSchema,
  captureOutcomeSchema,
  capturePermissionSchema,
  captureSourceSchema,
  requestIdSchema,
} from './capture.ts'
import { controlRefusalSchema } from '../protocol/grants.ts'
import { controlEndSchema, controlInputSchema, controlReportSchema, controlRequestSchema } from './control.ts'
import { foundServerSchema } from './found-server.ts'
import { overlayPointerSchema } from './overlay.ts'
import { originSchema, preferencesSchema, settingsChangeSchema, settingsReportSchema } from './settings.ts'
import { appStatusSchema, guestIdSchema, shareCommandSchema } from './share-status.ts'
import { updateStatusSchema } from './update-status.ts'

type ChannelName = `${string}:${string}`
interface MessageSchemas {
  readonly payload: v.GenericSchema
}
interface InvokeSchemas extends MessageSchemas {
  readonly reply: v.GenericSchema
}

/**
 * The one contract between the renderer and main. Every channel stands here once, as `feature:verb`; the router, the
 * preload and the type of `window.beckon` follow from it.
 */

const nothing = v.undefined()

/** Asked by the renderer; main answers with a Result of `reply`. */
export const invokes = {
  /** With thumbnails it may take three seconds; without, it is immediate. */
  'capture:list': {
    payload: v.strictObject({ thumbnails: v.boolean() }),
    reply: v.array(captureSourceSchema),
  },
  /** The person's answer to `capture:requested`; null refuses. `not-allowed` when nobody waits for it any more. */
  'capture:choose': {
    payload: v.strictObject({
      requestId: requestIdSchema,
      choice: v.nullable(captureChoiceSchema),
    }),
    reply: nothing,
  },
  /** Asked once a capture has come to nothing; the answer is good for one time. */
  'capture:outcome': { payload: nothing, reply: captureOutcomeSchema },
  'capture:permission': { payload: nothing, reply: capturePermissionSchema },
  /** Opens the page of the system's settings where screen recording is allowed. */
  'capture:openSettings': { payload: nothing, reply: nothing },
  /** Makes the server ready that the settings name, and says where it is. */
  'server:open': {
    payload: nothing,
    reply: v.strictObject({
      /** Origin that this app connects to. */
      url: originSchema,
      /** Origins at which a browser elsewhere finds the same server, the likeliest first. */
      browserUrls: v.array(originSchema),
    }),
  },
  /** Servers of others on the local network; takes about a second. */
  'server:discover': { payload: nothing, reply: v.array(foundServerSchema) },
  'settings:get': { payload: nothing, reply: settingsReportSchema },
  'settings:change': { payload: settingsChangeSchema, reply: settingsReportSchema },
  'app:about': {
    payload: nothing,
    reply: v.strictObject({ version: v.string(), system: v.picklist(['macos', 'windows', 'linux']) }),
  },
  'control:get': { payload: nothing, reply: controlReportSchema },
  /** What the system says to control, whatever is shared; null where it has no objection. */
  'control:permission': { payload: nothing, reply: v.nullable(controlRefusalSchema) },
  /** Answered when the person has: what they said is in the report that follows, `not-allowed` if nobody was asked. */
  'control:request': { payload: controlRequestSchema, reply: nothing },
  /** Main asks whether this viewer's time may start anew; `not-allowed` unless it has something that runs out. */
  'control:extend': { payload: v.strictObject({ guestId: guestIdSchema }), reply: nothing },
  /** Opens the page of the system's settings where programs are allowed to control the computer (macOS). */
  'control:openSettings': { payload: nothing, reply: nothing },
  /** Ends the app and starts it again, for permissions that the system grants to new processes alone. */
  'app:relaunch': { payload: nothing, reply: nothing },
  'update:get': { payload: nothing, reply: updateStatusSchema },
  /** Looks for a newer release now; what comes of it is told by `update:changed`. */
  'update:check': { payload: nothing, reply: nothing },
  /** Ends the app and starts the release that is ready; asks first if something is shared. */
  'update:install': { payload: nothing, reply: nothing },
} as const satisfies Readonly<Record<ChannelName, InvokeSchemas>>

/** Said by the renderer; nobody answers. */
export const sends = {
  /** At each change, and once when the page is ready for events. */
  'status:publish': { payload: appStatusSchema },
  /** What viewers' mice and keyboards do. Inputs of a viewer without a grant go nowhere. */
  'control:input': { payload: controlInputSchema },
  'control:end': { payload: controlEndSchema },
  'preferences:publish': { payload: preferencesSchema },
} as const satisfies Readonly<Record<ChannelName, MessageSchemas>>

/** Said by main to the renderer. */
export const events = {
  /** A capture has begun that needs a choice: show the picker. */
  'capture:requested': {
    payload: v.strictObject({
      requestId: requestIdSchema,
      /** Whether this computer's sound can be had as well. */
      offersSound: v.boolean(),
    }),
  },
  /** Nobody waits for that choice any more. */
  'capture:settled': { payload: v.strictObject({ requestId: requestIdSchema }) },
  /** At each change of anything in it. */
  'control:changed': { payload: controlReportSchema },
  /** To the page above the shared display alone: all pointers that it shows. */
  'overlay:changed': { payload: v.array(overlayPointerSchema) },
  'share:commanded': { payload: shareCommandSchema },
  /** The person closed the window: whatever they watched has to end. */
  'join:dismissed': { payload: nothing },
  /** A link was opened; it may fill in a code, and no more. */
  'join:linked': {
    payload: v.strictObject({
      fragment: v.pipe(
        v.string(),
        v.check((text) => parseCode(text).ok),
      ),
    }),
  },
  /** Whether the window is on the screen; said at each change, and to a page that is ready. */
  'app:shown': { payload: v.strictObject({ isShown: v.boolean() }) },
  'app:navigated': { payload: v.strictObject({ to: v.picklist(['home', 'join', 'settings']) }) },
  'settings:changed': { payload: settingsReportSchema },
  'update:changed': { payload: updateStatusSchema },
} as const satisfies Readonly<Record<ChannelName, MessageSchemas>>

/**
 * A page's event by which main lets the renderer start to share, or show something else if it does already. A screen
 * capture needs a person's gesture, which a click in the tray is, but not to the page: main dispatches this one by a
 * script that carries the gesture with it.
 */
export const START_SHARING_EVENT = 'beckon:start-sharing'
