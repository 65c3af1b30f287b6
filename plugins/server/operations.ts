import type { OpenApiOperation } from 'jackfield';

/** What is in everybody's OpenAPI document about the server. */
export const publicOperations: readonly OpenApiOperation[] = [
  {
    method: 'GET', path: '/server/health', tag: 'Server', summary: 'Tells whether the database answers.', isPublic: true, withoutEnvelope: true,
    answer: { type: 'object', required: ['status'], properties: { status: { type: 'string', enum: ['ok', 'warn', 'error'] } } },
  },
  {
    method: 'GET', path: '/server/info', tag: 'Server', summary: 'Tells what the server is.', isPublic: true,
    answer: {
      type: 'object', required: ['project'],
      properties: { project: { type: 'object', required: ['project_name'], properties: { project_name: { type: 'string' } } } },
    },
  },
];
