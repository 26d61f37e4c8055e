import { describe, expect, it } from 'vitest'
import { sessionSocket } from './bus.ts'

describe('the address of the session bus', () => {
  it.each([
    ['unix:path=/run/user/1000/bus', '/run/user/1000/bus'],
    ['unix:guid=0af3,path=/tmp/bus', '/tmp/bus'],
    ['unix:path=/tmp/a%20folder/%ed%95%9c,guid=0af3', '/tmp/a folder/한'],
    ['unix:abstract=/tmp/dbus-x,guid=0af3', '\0/tmp/dbus-x'],
    ['tcp:host=localhost,port=1;unix:path=/tmp/bus', '/tmp/bus'],
  ])('%s leads to a socket', (address, socket) => {
    expect(sessionSocket({ DBUS_SESSION_BUS_ADDRESS: address, XDG_RUNTIME_DIR: '/run/user/1' })).toBe(socket)
  })

  it('is where systems put it when nothing is said', () => {
    expect(sessionSocket({ XDG_RUNTIME_DIR: '/run/user/1' })).toBe('/run/user/1/bus')
  })

  it('may lead nowhere', () => {
    expect(sessionSocket({})).toBeNull()
    expect(sessionSocket({ DBUS_SESSION_BUS_ADDRESS: 'disabled:', XDG_RUNTIME_DIR: '/run' })).toBeNull()
  })
})
