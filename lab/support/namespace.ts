import { execFileSync } from 'node:child_process'

/** Every namespace of the laboratory begins so, then comes the process that made it: whose is gone can be taken away. */
const PREFIX = 'beckon-lab'

const ip = (...args: readonly string[]): string => execFileSync('ip', args, { encoding: 'utf8' })

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

/** A network of its own inside this machine, with nothing in it but a loopback interface. */
export class Namespace {
  readonly name: string

  constructor(role: string) {
    this.name = `${PREFIX}-${String(process.pid)}-${role}`
    ip('netns', 'add', this.name)
    this.ip('link', 'set', 'lo', 'up')
  }

  /** What stands before a command to run it inside. */
  get enter(): readonly string[] {
    return ['ip', 'netns', 'exec', this.name]
  }

  ip(...args: readonly string[]): void {
    ip('-netns', this.name, ...args)
  }

  /** Runs a command inside to its end. */
  run(command: string, args: readonly string[], input?: string): void {
    const [enter = '', ...before] = this.enter
    execFileSync(enter, [...before, command, ...args], { input, stdio: ['pipe', 'ignore', 'inherit'] })
  }

  /** What a command says that runs inside. */
  read(command: string, args: readonly string[]): string {
    const [enter = '', ...before] = this.enter
    return execFileSync(enter, [...before, command, ...args], { encoding: 'utf8' })
  }

  /** Makes it pass packets on, between whatever it is connected to. */
  forward(): void {
    this.run('sysctl', ['-q', 'net.ipv4.ip_forward=1', 'net.ipv6.conf.all.forwarding=1'])
  }

  /** A cable from an interface of this one to an interface of another. */
  connect(own: string, other: Namespace, theirs: string): void {
    this.ip('link', 'add', own, 'type', 'veth', 'peer', 'name', theirs, 'netns', other.name)
    this.ip('link', 'set', own, 'up')
    other.ip('link', 'set', theirs, 'up')
  }

  /** Gives an interface an address, at once usable: nobody else can have it. */
  address(device: string, address: string): void {
    this.ip('addr', 'add', address, 'dev', device, ...(address.includes(':') ? ['nodad'] : []))
  }

  /** Takes it away, with all that runs in it. */
  remove(): void {
    remove(this.name)
  }
}

const remove = (name: string): void => {
  for (const pid of ip('netns', 'pids', name)
    .split('\n')
    .map(Number)
    .filter((it) => it > 0))
    process.kill(pid, 'SIGKILL')
  ip('netns', 'del', name)
}

/** Takes away this process's namespaces, and those that a crashed one has left behind, with all that runs in them. */
export const removeNamespaces = (): void => {
  for (const line of ip('netns', 'list').split('\n')) {
    const [name = ''] = line.split(' ')
    const [, pid] = new RegExp(`^${PREFIX}-(\\d+)-`).exec(name) ?? []
    if (pid !== undefined && (Number(pid) === process.pid || !isAlive(Number(pid)))) remove(name)
  }
}

/** Why the laboratory cannot be set up here; undefined where it can. */
export const laboratoryLacks = (): string | undefined => {
  if (process.platform !== 'linux') return 'it needs Linux'
  if (process.getuid?.() !== 0) return 'it needs root, to make networks of its own'
  const name = `${PREFIX}-${String(process.pid)}-trial`
  try {
    ip('netns', 'add', name)
    ip('netns', 'exec', name, 'nft', 'list', 'ruleset')
    ip('netns', 'del', name)
    return undefined
  } catch {
    return 'it needs network namespaces and nftables (iproute2, nftables)'
  }
}
