/** The embeddable signaling server: what another program needs to run one of its own. */
export { Registry } from 'prom-client'
export { parseConfig, type Config, type ConfigError } from './config.ts'
export { createLogger, type Logger } from './log.ts'
export { createServer, type ServerDeps, type SignalingServer } from './server.ts'
export { MemoryStore } from './store/memory.ts'
export type { Store } from './store/store.ts'
export { systemClock } from './system-clock.ts'
