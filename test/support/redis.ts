/** Where the Redis of the tests is; undefined where there is none. */
export const redisUrl = process.env['REDIS_URL'] || undefined;

/** Describes what needs a Redis. Without one it says so in a line. */
export function describeWithRedis(title: string, define: (url: string) => void): void {
  if (redisUrl === undefined) process.stdout.write(`NOT RUN: ${title}: there is no REDIS_URL.\n`);
  else describe(`${title} (redis)`, () => define(redisUrl));
}
