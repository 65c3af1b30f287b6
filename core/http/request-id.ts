import { randomBytes } from 'node:crypto';

const wellFormed = /^[\w.:-]{1,128}$/;

/**
 * Makes the ids of one server's requests: the client's or proxy's own where it is well formed, else a random start and a counter, which
 * is unique among servers and costs next to nothing.
 */
export function createRequestIds(): (sent: string | readonly string[] | undefined) => string {
  const start = randomBytes(6).toString('hex');
  let count = 0;
  return (sent) => {
    if (typeof sent === 'string' && wellFormed.test(sent)) return sent;
    count += 1;
    return `${start}-${count.toString(36)}`;
  };
}
