/** A total transition table: every state answers every input, "nothing happens" is its own name. */
export type Table<State extends string, Input extends string> = {
  readonly [S in State]: { readonly [I in Input]: State }
}

/** The state that follows; pure. */
export const step = <State extends string, Input extends string>(
  table: Table<State, Input>,
  state: State,
  input: Input,
): State => table[state][input]
