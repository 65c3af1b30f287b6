import type { JsonSchema, OpenApiOperation } from 'jackfield';

const object: JsonSchema = { type: 'object' };

/** What is in the OpenAPI document of whoever has signed in about themselves. */
export const ownOperations: readonly OpenApiOperation[] = [
  { method: 'GET', path: '/users/me', tag: 'Caller', summary: 'Reads the user who asks.', answer: object },
  { method: 'PATCH', path: '/users/me', tag: 'Caller', summary: 'Changes the user who asks.', body: object, answer: object },
  { method: 'GET', path: '/roles/me', tag: 'Caller', summary: 'Reads the role of the user and those above it.', answer: { type: 'array', items: object } },
  { method: 'GET', path: '/permissions/me', tag: 'Caller', summary: 'Tells what the caller may do, by collection and action.', answer: object },
  {
    method: 'GET', path: '/permissions/me/{collection}/{key}', tag: 'Caller', summary: 'Tells what the caller may do with one item.',
    answer: {
      type: 'object',
      properties: {
        update: { type: 'object', properties: { access: { type: 'boolean' }, presets: object, fields: { type: 'array', items: { type: 'string' } } } },
        delete: { type: 'object', properties: { access: { type: 'boolean' } } },
        share: { type: 'object', properties: { access: { type: 'boolean' } } },
      },
    },
  },
  {
    method: 'GET', path: '/policies/me/globals', tag: 'Caller', summary: 'Tells what the policies of the caller say beside permissions.',
    answer: {
      type: 'object',
      properties: { app_access: { type: 'boolean' }, admin_access: { type: 'boolean' }, enforce_tfa: { type: 'boolean' } },
    },
  },
];
