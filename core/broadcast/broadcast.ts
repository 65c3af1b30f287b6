/**
 * The `broadcast` service: short messages between all instances that serve the same database, this one included.
 *
 * Delivery is at most once and in no order: say *that* something changed, and read what from the database. Subscribers of this instance
 * are told at once, those of others as soon as the way to them allows.
 */
export interface Broadcast {
  /**
   * Sends a message to whoever subscribed, on every instance that can be reached. Never throws. To other instances a message that has more
   * than about 7,500 bytes comes as null.
   *
   * @param channel - at most 100 characters
   */
  publish(channel: string, message: string): void;
  /**
   * Calls the handler for every message of a channel, until the function that it returns is called. What it throws is logged.
   *
   * @param handler - null: messages may have been lost, since the way to the others was cut. Assume that everything has changed.
   */
  subscribe(channel: string, handler: (message: string | null) => void): () => void;
  /** Whether messages reach other instances at once now; false where they reach this one alone. It changes with the connection. */
  readonly reachesOthers: boolean;
}
