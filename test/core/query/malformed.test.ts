import { expect } from 'chai';
import * as fc from 'fast-check';
import { ApiError } from '../../../core/errors/api-error.js';
import { operators } from '../../../core/query/filter.js';
import type { QueryInput } from '../../../core/query/input.js';
import { exportFormat, parseSearchParameters } from '../../../core/query/parse-parameters.js';
import { parseQuery } from '../../../core/query/parse.js';
import { toBody, toSearchParams } from '../../../core/query/serialise.js';
import { aggregateFunctions } from '../../../core/query/query.js';
import { limits } from './read.js';

const parameters = [
  'fields', 'filter', 'search', 'sort', 'limit', 'offset', 'page', 'aggregate', 'groupBy', 'group', 'alias', 'deep', 'meta', 'export',
];
const words = [
  ...parameters, ...parameters.map((name) => `_${name}`), ...operators, ...aggregateFunctions, '_and', '_or', '_some', '_none', '_x',
  'a', 'a.b', 'year(a)', 'nope(a)',
  '__proto__', 'constructor', 'prototype', 'toString', 'length', '0', '1', '', '-', '*', '[', ']', ',', '(',
];

const scalar = fc.oneof(
  fc.constantFrom(null, true, false, 0, -1, -2, 1.5, 1e300, -0, NaN, Infinity),
  fc.constantFrom('', '1', 'true', '{}', '[]', '{"a":1}', '{', '\0', '\uD800', '$NOW', ...words),
  fc.string(), fc.double(), fc.integer(),
);

/** Anything, made of the words of the language more often than chance would have it. */
const { anything } = fc.letrec<{ anything: unknown }>((tie) => ({
  anything: fc.oneof(
    { maxDepth: 6 },
    scalar,
    fc.array(tie('anything'), { maxLength: 3 }),
    fc.dictionary(fc.oneof(fc.constantFrom(...words), fc.string({ maxLength: 5 })), tie('anything'), { maxKeys: 3 }),
  ),
}));

const value = fc.oneof(anything, fc.jsonValue(), anything.map((each) => JSON.stringify(each) ?? ''));
const input = fc.dictionary(fc.constantFrom(...parameters), value, { maxKeys: 4 });

/** Runs to the end, or refuses as a request is refused; what was read is written out and read again. */
function readsOrRefuses(read: () => QueryInput, source: 'url' | 'body'): 'read' | 'refused' {
  const options = { collection: 'books', representation: 'rest', limits, source } as const;
  try {
    const raw = read();
    exportFormat(raw);
    const query = parseQuery(raw, options);
    const text = JSON.stringify(query);
    const body = JSON.parse(JSON.stringify(toBody(query))) as QueryInput;
    expect(JSON.stringify(parseQuery(body, { ...options, source: 'body' }))).to.equal(text);
    expect(JSON.stringify(parseQuery(parseSearchParameters(toSearchParams(query), limits), { ...options, source: 'url' }))).to.equal(text);
    return 'read';
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    expect(error.code).to.equal('INVALID_QUERY');
    expect(error.status).to.equal(400);
    expect(error.details.path).to.be.a('string').that.is.not.empty;
    expect(JSON.stringify(error.details).length).to.be.below(3000);
    return 'refused';
  }
}

const urlReadsOrRefuses = (text: string) => readsOrRefuses(() => parseSearchParameters(text, limits), 'url');

const writtenAsJson = ([name, json]: [string, unknown]): string => `${name}=${encodeURIComponent(JSON.stringify(json) ?? '')}`;

/** Both must happen, or the generator says nothing. */
function assertBoth(property: (count: (outcome: 'read' | 'refused') => void) => void): void {
  const counts = { read: 0, refused: 0 };
  property((outcome) => {
    counts[outcome] += 1;
  });
  expect(counts.read, 'read').to.be.above(20);
  expect(counts.refused, 'refused').to.be.above(20);
}

describe('a malformed query', function () {
  this.timeout(60_000);

  it('is refused with a path, whatever stands in a body', () => {
    assertBoth((count) => fc.assert(fc.property(input, (raw) => count(readsOrRefuses(() => raw, 'body'))), { numRuns: 2000 }));
  });

  it('is refused with a path, whatever stands in the brackets of a URL', () => {
    const piece = fc.oneof(fc.constantFrom(...words, '%', '%5B', '%00', '%ED%A0%80', '=', '&', '+'), fc.string({ maxLength: 4 }));
    const brackets = fc.array(piece.map((text) => `[${text}]`), { maxLength: 5 });
    const bracketed = fc.tuple(fc.constantFrom(...parameters), brackets, fc.constantFrom('=', ''), piece)
      .map(([name, names, equals, text]) => `${name}${names.join('')}${equals}${text}`);
    const url = fc.oneof(fc.string({ unit: 'binary' }), fc.array(bracketed, { maxLength: 4 }).map((each) => each.join('&')));
    assertBoth((count) => fc.assert(fc.property(url, (text) => count(urlReadsOrRefuses(text))), { numRuns: 1000 }));
  });

  it('is refused with a path, whatever JSON text a URL gives', () => {
    const url = input.map((raw) => Object.entries(raw).map(writtenAsJson).join('&'));
    assertBoth((count) => fc.assert(fc.property(url, (text) => count(urlReadsOrRefuses(text))), { numRuns: 1000 }));
  });

  it('never reaches a prototype', () => {
    fc.assert(fc.property(input, (raw) => {
      readsOrRefuses(() => raw, 'url');
      expect(Object.keys(Object.prototype)).to.deep.equal([]);
    }), { numRuns: 500 });
  });
});
