#!/usr/bin/env node
import { readCommandLine, UsageError } from './commands/command-line.js';
import { check } from './commands/check.js';
import { explain } from './commands/explain.js';
import { exportItems } from './commands/export.js';
import { help, usageHint } from './commands/help.js';
import { importItems } from './commands/import.js';
import { openapi } from './commands/openapi.js';
import { plugins } from './commands/plugins.js';
import { schema } from './commands/schema.js';
import { start } from './commands/start.js';
import { BootError } from './errors/boot-error.js';

const commands = { start, plugins, schema, check, import: importItems, export: exportItems, explain, openapi, help };

try {
  const line = readCommandLine(process.argv.slice(2), Object.keys(commands));
  await commands[line.command as keyof typeof commands](line);
} catch (error) {
  // An error for the integrator is a sentence; anything else is a bug, whose stack is wanted.
  const text = error instanceof BootError ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`jackfield: ${text}\n`);
  if (error instanceof UsageError) process.stderr.write(usageHint());
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
