import type { OpenApiOperation } from 'jackfield';

/** What is in the OpenAPI document about the utilities. */
export const utilityOperations: readonly OpenApiOperation[] = [
  {
    method: 'GET', path: '/utils/random/string', tag: 'Utilities', summary: 'Makes a random text.', answer: { type: 'string' },
    parameters: [{
      name: 'length', description: 'How long it is to be.', schema: { type: 'integer', minimum: 1, maximum: 500, default: 32 },
    }],
  },
  {
    method: 'POST', path: '/utils/hash/generate', tag: 'Utilities', summary: 'Hashes a text with argon2id.', answer: { type: 'string' },
    body: { type: 'object', required: ['string'], properties: { string: { type: 'string' } } },
  },
  {
    method: 'POST', path: '/utils/hash/verify', tag: 'Utilities', summary: 'Tells whether a hash is that of a text.', answer: { type: 'boolean' },
    body: { type: 'object', required: ['string', 'hash'], properties: { string: { type: 'string' }, hash: { type: 'string' } } },
  },
];
