import type * as Electron from 'electron'
import type { DisplayMediaRequest, DisplayMediaVerdict } from '../page/display-media.ts'
import type { Sender } from './ipc-main.ts'
import { only } from './lacking.ts'
import { protocol } from './protocol.ts'

type CheckHandler = Parameters<Electron.Session['setPermissionCheckHandler']>[0]
type RequestHandler = Parameters<Electron.Session['setPermissionRequestHandler']>[0]
type DisplayMediaHandler = Parameters<Electron.Session['setDisplayMediaRequestHandler']>[0]
export type Permission = Parameters<NonNullable<CheckHandler>>[1]

let checkHandler: CheckHandler = null
let requestHandler: RequestHandler = null
let displayMediaHandler: DisplayMediaHandler = null

const defaultSession = only('session', {
  protocol: protocol as Electron.Protocol,
  setPermissionCheckHandler: (handler) => void (checkHandler = handler),
  setPermissionRequestHandler: (handler) => void (requestHandler = handler),
  setDisplayMediaRequestHandler(handler, options) {
    if (options?.useSystemPicker) throw new Error('not in the stand-in: the picker of macOS')
    displayMediaHandler = handler
  },
} satisfies Pick<
  Electron.Session,
  'protocol' | 'setPermissionCheckHandler' | 'setPermissionRequestHandler' | 'setDisplayMediaRequestHandler'
>)

export const session = only('session module', { defaultSession })

/** Whether main finds something granted to a page; everything is while it does not say. */
export const isGranted = (permission: Permission, sender: Electron.WebContents, url: string): boolean =>
  checkHandler?.(sender, permission, new URL('/', url).href, { requestingUrl: url, isMainFrame: true }) ??
  true

const isPermitted = ({ sender, senderFrame }: Sender, request: DisplayMediaRequest): Promise<boolean> =>
  new Promise((resolve) => {
    if (!requestHandler) {
      resolve(true)
      return
    }
    const { videoRequested, audioRequested } = request
    requestHandler(sender, 'display-capture', resolve, {
      requestingUrl: senderFrame?.url ?? '',
      isMainFrame: senderFrame?.parent === null,
      mediaTypes: [
        ...(videoRequested ? (['video'] as const) : []),
        ...(audioRequested ? (['audio'] as const) : []),
      ],
      securityOrigin: `${senderFrame?.origin ?? ''}/`,
    })
  })

/** What main grants. Throws in main's handler what Electron would throw there. */
const askHandler = (
  handler: NonNullable<DisplayMediaHandler>,
  { senderFrame }: Sender,
  { videoRequested, audioRequested }: DisplayMediaRequest,
): Promise<DisplayMediaVerdict> =>
  new Promise((resolve) => {
    handler(
      {
        frame: senderFrame,
        securityOrigin: `${senderFrame?.origin ?? ''}/`,
        videoRequested,
        audioRequested,
        userGesture: true,
      },
      (streams: Electron.Streams | null) => {
        if (streams && videoRequested && !streams.video)
          throw new TypeError('Video was requested, but no video stream was provided')
        const audio = streams?.audio
        if (audio !== undefined && audio !== 'loopback') throw new Error('not in the stand-in: other sound')
        // On Linux Chromium has none to give, and fails.
        if (audio && process.platform !== 'win32') throw new Error('this system has no loopback of its sound')
        if (streams === null) resolve('AbortError')
        else resolve(audio ? 'picture and sound' : 'picture')
      },
    )
  })

/** Asks main, first for the permission, then for the source: the order that Electron has. */
export const judgeDisplayMedia = async (
  sender: Sender,
  request: DisplayMediaRequest,
): Promise<DisplayMediaVerdict> => {
  if (!(await isPermitted(sender, request))) return 'NotAllowedError'
  if (!displayMediaHandler) return 'NotSupportedError'
  return askHandler(displayMediaHandler, sender, request)
}
