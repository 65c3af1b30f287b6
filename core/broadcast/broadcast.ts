/**
 * The `broadcast` service: short messages between all instances that serve the same database, this one included.
 *
 * Delivery is at most once and in no order: say *that* something changed, and read what from the database.
 */
export interface Broadcast {
  /**
   * Sends a message to whoever subscribed, on every instance that can be reached.
   *
   * @param message - at most 7,500 bytes of text
   */
  publish(channel: string, message: string): void;
  /** Calls the handler for every message of a channel, until the function that it returns is called. */
  subscribe(channel: string, handler: (message: string) => void): () => void;
  /** Whether messages reach other instances at once; false where they reach this one alone. */
  readonly reachesOthers: boolean;
}
