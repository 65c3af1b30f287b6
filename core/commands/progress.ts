/** What a progress line says, several times a second. */
export interface ProgressSource {
  /** What is happening, in a few words. */
  readonly title: string;
  /** Bytes so far. */
  readonly bytes: () => number;
  /** All bytes there will be; null where nobody knows. */
  readonly total: number | null;
}

/** Where progress is shown: a terminal, else nowhere. */
export interface ProgressOutput {
  readonly isTTY?: boolean;
  readonly write: (text: string) => unknown;
}

const intervalMilliseconds = 100;
const barLength = 30;

/**
 * Shows how far something is, on a terminal alone: a log file wants no bars.
 *
 * @returns ends it and clears the line
 */
export function showProgress(source: ProgressSource, output: ProgressOutput = process.stderr): () => void {
  if (!output.isTTY) return () => undefined;
  const timer = setInterval(() => output.write(`\r${progressLine(source)}\u001B[K`), intervalMilliseconds);
  return () => {
    clearInterval(timer);
    output.write('\r\u001B[K');
  };
}

/** `Importing cities  [=====     ]  50 %  1.5 of 3.0 MB` */
export function progressLine({ title, bytes, total }: ProgressSource): string {
  const done = bytes();
  if (total === null) return `${title}  ${megabytes(done)} MB`;
  const share = total === 0 ? 1 : Math.min(done / total, 1);
  const filled = Math.round(share * barLength);
  const bar = '='.repeat(filled).padEnd(barLength);
  return `${title}  [${bar}] ${String(Math.floor(share * 100)).padStart(3)} %  ${megabytes(done)} of ${megabytes(total)} MB`;
}

function megabytes(bytes: number): string {
  return (bytes / 1_000_000).toFixed(1);
}
