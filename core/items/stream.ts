import type { Row } from '../dialect/dialect.js';

/** What a stream of rows begins with: its first row, so that an error comes before anything is answered. */
export interface OpenStream {
  readonly first: Row | undefined;
  /** Every row, the first one included. Ends the statement when the consumer stops early. */
  readonly rows: AsyncIterable<Row>;
}

/** Waits for the first row. `toError` makes what the driver throws into what the client is told. */
export async function openStream(rows: AsyncIterable<Row>, toError: (error: unknown) => unknown): Promise<OpenStream> {
  const iterator = rows[Symbol.asyncIterator]();
  const next = async () => iterator.next().catch((error: unknown) => {
    throw toError(error);
  });
  const first = await next();
  async function* all(): AsyncIterable<Row> {
    try {
      for (let row = first; !row.done; row = await next()) yield row.value;
    } finally {
      await iterator.return?.();
    }
  }
  return { first: first.done ? undefined : first.value, rows: all() };
}

/** Pieces of a large answer are gathered to about this many characters before they go out. */
const pieceLength = 32_768;

/** The items as the text of a JSON list, in pieces. */
export async function* listText(items: AsyncIterable<string>): AsyncIterable<string> {
  let piece = '[';
  let isFirst = true;
  for await (const item of items) {
    piece += isFirst ? item : `,${item}`;
    isFirst = false;
    if (piece.length > pieceLength) {
      yield piece;
      piece = '';
    }
  }
  yield `${piece}]`;
}

/** The JSON texts of the items. With counts there is a row that holds none where there is no item. */
export async function* itemTexts(rows: AsyncIterable<Row>): AsyncIterable<string> {
  for await (const [text] of rows) if (text !== null && text !== undefined) yield text;
}
