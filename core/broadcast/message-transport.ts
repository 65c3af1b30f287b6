/** What carries texts between instances: the notifications of a database, the channels of Redis. */
export interface MessageTransport {
  /**
   * Sends a text to every instance that listens; this one may hear itself. While the way is cut, it is kept for later. Never throws.
   *
   * @param text - at most 7,900 bytes
   */
  send(text: string): void;
  /**
   * Begins to listen. Called once.
   *
   * @param onText - is given null when texts may have been lost: the way was cut and is there again
   */
  listen(onText: (text: string | null) => void): void;
  /** Whether texts reach other instances now. */
  readonly isConnected: boolean;
}

/** The longest text that a transport takes, in bytes. */
export const longestText = 7900;
