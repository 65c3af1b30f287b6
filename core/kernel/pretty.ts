import type { DestinationStream } from 'pino';
import { isPlainObject } from './merge.js';

const levels: Readonly<Record<number, string>> = { 10: 'trace', 20: 'debug', 30: 'info ', 40: 'warn ', 50: 'error', 60: 'fatal' };

/** Writes the log's lines for people: time, level, plugin, message, then whatever else is known. */
export function prettyLines(write: (text: string) => void): DestinationStream {
  return { write: (line) => write(prettyLine(line)) };
}

function prettyLine(line: string): string {
  const entry: unknown = JSON.parse(line);
  if (!isPlainObject(entry)) return line;
  const { level, time, msg, plugin, err, ...rest } = entry;
  const clock = new Date(String(time)).toTimeString().slice(0, 8);
  const details = Object.entries(rest).map(([name, value]) => ` ${name}=${text(value)}`).join('');
  const stack = isPlainObject(err) && typeof err['stack'] === 'string' ? `\n${err['stack']}` : '';
  const from = plugin === undefined ? '' : `[${text(plugin)}] `;
  return `${clock} ${levels[Number(level)] ?? text(level)} ${from}${text(msg ?? '')}${details}${stack}\n`;
}

const text = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value) ?? '');
