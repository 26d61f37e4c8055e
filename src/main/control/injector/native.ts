import koffi, { type LibraryHandle } from 'koffi'

/**
 * Calls into the system's own libraries. The one file that knows koffi, and loaded in the injector's process alone: what
 * goes wrong beyond this line ends a process that can be started again.
 */

/** An address, as the libraries give and take it; 0n is NULL. */
export type Pointer = bigint

/** Gives functions by their declarations in C; who asks vouches for their types. Typed arrays pass as `void *`, uncopied. */
export type NativeLibrary = Pick<LibraryHandle, 'func'>

/** Throws when the system has no such library, and `func` when it has no such symbol. */
export const openLibrary = (name: string): NativeLibrary => koffi.load(name)

/** A C function that calls back; good for as long as the process lives. */
export const registerCallback = (prototype: string, call: (...args: never[]) => unknown): Pointer =>
  koffi.register(call, koffi.pointer(koffi.proto(prototype)))

/** A copy of what lies at an address. Not a view of it: Electron allows no memory of others in an ArrayBuffer. */
export const readMemory = (pointer: Pointer, byteLength: number): DataView => {
  const bytes = koffi.decode(pointer, 'uint8_t', byteLength) as Uint8Array
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

/** A string that ends with a zero. */
export const readString = (pointer: Pointer): string => koffi.decode(pointer, 'char', -1) as string

/** Memory at an address that stays, for what libraries follow pointers to; for as long as the process lives. */
export const keepInMemory = (bytes: Uint8Array): Pointer => {
  const pointer = koffi.alloc('uint8_t', bytes.byteLength) as Pointer
  koffi.encode(pointer, 'uint8_t', bytes, bytes.byteLength)
  return pointer
}

/** A structure that declarations may name from now on. */
export const defineStruct = (name: string, fields: Readonly<Record<string, string>>): void => {
  koffi.struct(name, fields)
}
