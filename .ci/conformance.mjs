// Runs the conformance cases of what has landed, and holds them: a case may fail only where `open` below says why, and a case that is
// listed there and passes must be taken off the list.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const [folder] = process.argv.slice(2);

const areas = [
  'types', 'fields', 'filter', 'search', 'sort', 'pagination', 'aggregate', 'functions', 'search-method', 'export', 'graphql', 'system', 'errors',
  'auth', 'permissions', 'writes', 'nested', 'totp', 'sdk', 'last-admin',
];

/** What a case needs that is not there yet: `{ pattern: /^case$/, needs: 'what is missing' }`. */
const open = [];

let passed = 0;
let failed = 0;
for (const area of areas) {
  const { stdout, stderr } = spawnSync(process.execPath, [join(folder, 'run.mjs'), '--area', area, '--verbose'], { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  const succeeded = [...stdout.matchAll(/^ {2}ok {3}(\S+)$/gm)].map((match) => match[1]);
  const refused = [...stdout.matchAll(/^ {2}FAIL (\S+?): (.*)$/gm)].map((match) => ({ id: match[1], message: match[2] }));
  if (succeeded.length + refused.length === 0) throw new Error(`no case of ${area} ran:\n${stdout}${stderr}`);
  const expected = refused.filter(({ id }) => open.some(({ pattern }) => pattern.test(id)));
  const wrong = refused.filter((each) => !expected.includes(each));
  const stale = succeeded.filter((id) => open.some(({ pattern }) => pattern.test(id)));
  for (const { id, message } of wrong) console.log(`  FAIL ${id}: ${message}`);
  for (const id of stale) console.log(`  FAIL ${id}: passes, but is listed as open`);
  passed += succeeded.length - stale.length;
  failed += wrong.length + stale.length;
  console.log(`${area}: ${succeeded.length} passed${expected.length > 0 ? `, ${expected.length} open (${reasons(expected)})` : ''}`);
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;

function reasons(cases) {
  return [...new Set(cases.map(({ id }) => open.find(({ pattern }) => pattern.test(id)).needs))].join(', ');
}
