import { codes, type ErrorCode, type JsonSchema } from 'jackfield';
import { reference } from './item-schemas.js';

const statuses = [...new Set(Object.values(codes).map(({ status }) => status))].toSorted((a, b) => a - b);

function codesOf(status: number): ErrorCode[] {
  return (Object.keys(codes) as ErrorCode[]).filter((code) => codes[code].status === status);
}

/** One response for each status of an error, `Error403` and so on, with the codes that it may have. */
export function errorResponses(): Record<string, JsonSchema> {
  return Object.fromEntries(statuses.map((status) => [`Error${status}`, {
    description: codesOf(status).map((code) => `\`${code}\`: ${codes[code].message}`).join(' '),
    content: { 'application/json': { schema: reference('schemas', 'Errors') } },
  }]));
}

/** The body of every error. */
export const errorsSchema: JsonSchema = {
  type: 'object',
  required: ['errors'],
  properties: {
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['message', 'extensions'],
        properties: {
          message: { type: 'string' },
          extensions: {
            type: 'object',
            required: ['code'],
            properties: {
              code: { type: 'string', enum: Object.keys(codes) },
              reason: { type: 'string' }, path: { type: 'string' }, hint: { type: 'string' },
              collection: { type: 'string' }, field: { type: 'string' }, type: { type: 'string' },
            },
          },
        },
      },
    },
  },
};

/** References to the errors that any request may be answered with. */
export const usualErrors: Readonly<Record<string, JsonSchema>> = referencesTo([400, 401, 403, 429, 500, 503]);

/** And those of requests that write. */
export const writeErrors: Readonly<Record<string, JsonSchema>> = { ...usualErrors, ...referencesTo([412, 413, 415, 422]) };

function referencesTo(answered: readonly number[]): Record<string, JsonSchema> {
  return Object.fromEntries(answered.map((status) => [status, reference('responses', `Error${status}`)]));
}
