import { expect } from 'chai';
import { readCommandLine, UsageError, type CommandLine } from '../../../core/commands/command-line.js';

const commands = ['start', 'plugins', 'schema', 'check', 'import', 'export', 'help'];
const nothing: CommandLine = { command: 'help', operands: [], database: null, config: null, host: null, port: null, json: false, format: null, query: null, user: null, policies: null };
const read = (text: string): CommandLine => readCommandLine(text === '' ? [] : text.split(' '), commands);

describe('the command line', () => {
  const rows: readonly [text: string, line: Partial<CommandLine>][] = [
    ['', {}],
    ['help', {}],
    ['start --help', {}],
    ['start', { command: 'start' }],
    ['start shop.sqlite', { command: 'start', database: 'shop.sqlite' }],
    ['start --config a.json postgres://localhost/x --port 80 --host ::1', {
      command: 'start', config: 'a.json', database: 'postgres://localhost/x', port: 80, host: '::1',
    }],
    ['import cities new.csv --format csv --database shop.sqlite', { command: 'import', operands: ['cities', 'new.csv'], format: 'csv', database: 'shop.sqlite' }],
    ['export cities --query {"limit":5}', { command: 'export', operands: ['cities'], query: '{"limit":5}' }],
    ['schema --json', { command: 'schema', json: true }],
  ];
  for (const [text, line] of rows) {
    it(`reads "${text}"`, () => expect(read(text)).to.deep.equal({ ...nothing, ...line }));
  }

  const refusals: readonly [text: string, message: string][] = [
    ['strat', 'There is no command "strat". Did you mean "start"?'],
    ['constructor', 'There is no command "constructor".'],
    ['start --prot 80', 'There is no option "--prot". Did you mean "--port"?'],
    ['start a.sqlite b.sqlite', '"b.sqlite" is one argument too many: only one database can be served.'],
    ['start a.sqlite --database b.sqlite', '"b.sqlite" is one argument too many: only one database can be served.'],
    ['import cities', 'It is: jackfield import COLLECTION FILE.'],
    ['export', 'It is: jackfield export COLLECTION [FILE].'],
    ['export cities a.csv b.csv', 'It is: jackfield export COLLECTION [FILE].'],
    ['start --port http', '--port must be a number from 0 to 65535, got "http".'],
    ['start --port=-1', '--port must be a number from 0 to 65535, got "-1".'],
  ];
  for (const [text, message] of refusals) {
    it(`refuses "${text}"`, () => expect(() => read(text)).to.throw(UsageError, message));
  }

  it('refuses an option without its value', () => {
    expect(() => read('start --config')).to.throw(UsageError, '--config');
  });
});
