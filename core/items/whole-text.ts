import type { ReadAnswer } from './items.js';

/** The whole text of an answer, also where it comes in pieces: for what needs all of it at once. */
export async function wholeText(data: ReadAnswer['data']): Promise<string> {
  if (typeof data === 'string') return data;
  let text = '';
  for await (const piece of data) text += piece;
  return text;
}
