/** What a writer is given: the JSON text of each item. */
export interface ExportedItems {
  readonly items: AsyncIterable<string>;
  /** Whether it is one item, not a list of them. */
  readonly isSingle: boolean;
}
