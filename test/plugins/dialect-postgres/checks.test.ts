import { expect } from 'chai';
import { listedValues } from '../../../plugins/dialect-postgres/checks.js';

const lists: readonly [definition: string, values: readonly string[] | null][] = [
  ["CHECK ((a = ANY (ARRAY['x'::text, 'y'::text])))", ['x', 'y']],
  ["CHECK (((status)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[])))", ['a', 'b']],
  ["CHECK (((status)::text = ANY (ARRAY[('a'::character varying)::text, ('b'::character varying)::text])))", ['a', 'b']],
  ["CHECK (((status)::text = 'only'::text))", ['only']],
  ["CHECK (((VALUE)::text = ANY ((ARRAY['red'::character varying, 'green'::character varying])::text[])))", ['red', 'green']],
  ["CHECK (((a IS NULL) OR (a = ANY (ARRAY['x'::text, 'y'::text]))))", ['x', 'y']],
  ["CHECK (((a = ANY (ARRAY['x'::text])) OR (a IS NULL)))", ['x']],
  ["CHECK ((\"Odd \"\"name\" = ANY (ARRAY['it''s'::text, 'a)b'::text])))", ["it's", 'a)b']],
  ["CHECK ((a = ANY (ARRAY[E'back\\\\slash'::text, E'q''\\\\'::text])))", ['back\\slash', "q'\\"]],
  ["CHECK ((a = ANY (ARRAY['x'::public.\"My Type\", 'y'::public.\"My Type\"])))", ['x', 'y']],
  ["CHECK ((a = ANY (ARRAY['x'::character varying(20), 'y'::character varying(20)])))", ['x', 'y']],
  ["CHECK ((a = ANY (ARRAY['x'::text, 'y'::text]))) NOT VALID", null],
  ["CHECK ((a <> ALL (ARRAY['x'::text, 'y'::text])))", null],
  ["CHECK (((a = ANY (ARRAY['x'::text])) AND (length(a) > 0)))", null],
  ["CHECK (((b IS NULL) OR (a = ANY (ARRAY['x'::text]))))", null],
  ["CHECK ((lower(a) = ANY (ARRAY['x'::text])))", null],
  ["CHECK ((lower(a) = 'x'::text))", null],
  ["CHECK ((a = ANY (ARRAY['x'::text, NULL::text])))", null],
  ['CHECK ((a = ANY (ARRAY[1, 2])))', null],
  ['CHECK ((a > 0))', null],
];

describe('A check of PostgreSQL', () => {
  for (const [definition, values] of lists) {
    it(`${values === null ? 'lists nothing' : `lists ${values.join(' and ')}`} in: ${definition}`, () => {
      expect(listedValues(definition)).to.deep.equal(values);
    });
  }
});
