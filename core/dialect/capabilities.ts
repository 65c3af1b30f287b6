/** What a database can do. Nothing above a dialect asks for its name: it asks here. */
export interface Capabilities {
  /** Whether a statement can be given a name and planned once. */
  readonly namedStatements: boolean;
  /** Whether several statements run at the same time. */
  readonly concurrentReads: boolean;
  /** How many bits an integer of a type has, by its SQL name. What is missing takes 64. */
  readonly integerBits: Readonly<Record<string, number>>;
}
