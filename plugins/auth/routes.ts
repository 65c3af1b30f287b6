import type { JsonSchema, LoginStrategy, OpenApiOperation } from 'jackfield';

const text: JsonSchema = { type: 'string' };

const parameter = (name: string, description: string) => ({ name, description, schema: text });

/** What is in the OpenAPI document beside operations: what a browser is led to. */
export function routesOf(logins: readonly LoginStrategy[]): readonly OpenApiOperation[] {
  const shared = { method: 'GET', tag: 'Authentication', isPublic: true } as const;
  const providers: OpenApiOperation = {
    ...shared, path: '/auth', summary: 'Lists the ways to sign in beside e-mail address and password.', withoutEnvelope: true,
    answer: {
      type: 'object',
      properties: {
        data: { type: 'array', items: { type: 'object', properties: { name: text, driver: text, label: text, icon: text } } },
        disableDefault: { type: 'boolean' },
      },
    },
  };
  if (logins.length === 0) return [providers];
  return [
    providers,
    ...logins.filter(({ isElsewhere }) => isElsewhere).map(({ name }): OpenApiOperation => ({
      method: 'GET', tag: 'Authentication', isPublic: true, path: `/auth/login/${name}`, summary: `Leads to where people sign in by "${name}".`,
      parameters: [
        parameter('redirect', 'The page to come back to.'), parameter('mode', '`json`, `cookie` or `session`.'),
        parameter('otp', 'A one-time password.'),
      ],
      answer: null, redirects: true,
    })),
    {
      ...shared, path: '/users/register/verify-email', summary: 'Confirms the e-mail address of somebody who registered.',
      parameters: [parameter('token', 'The token of the link that was mailed.')], answer: null,
    },
  ];
}
