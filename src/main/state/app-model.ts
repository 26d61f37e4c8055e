import { Emitter } from '#shared/emitter.ts'
import { initialState, reduce, type AppEffect, type AppInput, type AppState } from './app-state.ts'

export interface AppModelEvents {
  changed: [after: AppState, before: AppState]
  /** Something has to happen once; the state has changed already. */
  due: [AppEffect]
}

/** Holds the state, and tells what follows from each input. */
export class AppModel extends Emitter<AppModelEvents> {
  #state = initialState

  get state(): AppState {
    return this.#state
  }

  accept(input: AppInput): void {
    const before = this.#state
    const { state, effects } = reduce(before, input)
    this.#state = state
    this.emit('changed', state, before)
    for (const effect of effects) this.emit('due', effect)
  }
}
