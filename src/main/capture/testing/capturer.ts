import type { DesktopCapturerSource, SourcesOptions as GetSourcesOptions } from 'electron'

const image = (url: string) => ({ isEmpty: () => url === '', toDataURL: () => url })

/** A source as the system lists it. */
export const source = (id: string, displayId = '', thumbnail = ''): DesktopCapturerSource =>
  ({ id, name: `the ${id}`, display_id: displayId, thumbnail: image(thumbnail), appIcon: null }) as never

/** A capturer that lists what is there, and notes what it was asked for. */
export const createCapturer = (...sources: DesktopCapturerSource[]) => {
  const asked: GetSourcesOptions[] = []
  return {
    asked,
    getSources: (options: GetSourcesOptions) => {
      asked.push(options)
      return Promise.resolve(sources)
    },
  }
}

/** A system that lists nothing. */
export const brokenCapturer = { getSources: () => Promise.reject(new Error('Failed to get sources.')) }
