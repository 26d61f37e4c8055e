/** One of a few things that a person can choose. */
export interface Choice<Value> {
  readonly value: Value
  readonly label: string
  /** Language of the label, where it is another than the page's. */
  readonly lang?: string
}
