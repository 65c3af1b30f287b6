const units = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** What a duration looks like in the config: `15m`. */
export const durationPattern = '^\\d{1,9}(ms|s|m|h|d)$';

/** A duration in milliseconds. Expects what `durationPattern` lets through. */
export function milliseconds(duration: string): number {
  const unit = duration.replace(/^\d+/, '') as keyof typeof units;
  return Number.parseInt(duration, 10) * units[unit];
}
