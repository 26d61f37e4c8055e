type Handler = (request: GlobalRequest) => GlobalResponse | Promise<GlobalResponse>

/** Who answers for which scheme. */
const handlers = new Map<string, Handler>()

export const protocolHandlers = {
  add: (scheme: string, handler: Handler): void => {
    if (handlers.has(scheme)) throw new Error(`Failed to register protocol: ${scheme}`)
    handlers.set(scheme, handler)
  },
  has: (scheme: string): boolean => handlers.has(scheme),
  serve: async (request: Request): Promise<Response> => {
    const handler = handlers.get(new URL(request.url).protocol.slice(0, -1))
    return handler ? handler(request) : new Response(null, { status: 404 })
  },
}
