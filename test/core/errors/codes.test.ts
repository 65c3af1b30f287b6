import { expect } from 'chai';
import { codes } from '../../../core/errors/codes.js';
import { readFileSync } from 'node:fs';

describe('the table of error codes', () => {
  it('has the statuses of the public contract', () => {
    const statuses = Object.entries(codes).slice(0, 14).map(([code, { status }]) => [code, status]);
    expect(Object.fromEntries(statuses)).to.deep.equal({
      FAILED_VALIDATION: 400, FORBIDDEN: 403, INVALID_TOKEN: 403, TOKEN_EXPIRED: 401, INVALID_CREDENTIALS: 401, INVALID_IP: 401,
      INVALID_OTP: 401, INVALID_PAYLOAD: 400, INVALID_QUERY: 400, UNSUPPORTED_MEDIA_TYPE: 415, REQUESTS_EXCEEDED: 429, ROUTE_NOT_FOUND: 404,
      SERVICE_UNAVAILABLE: 503, UNPROCESSABLE_ENTITY: 422,
    });
  });

  it('is the one that the documentation shows', () => {
    const page = readFileSync(new URL('../../../docs/errors.md', import.meta.url), 'utf8');
    const rows = [...page.matchAll(/^\| `([A-Z_]+)` \| (\d+) \| (.*) \|$/gm)];
    const documented = rows.map(([, code, status, message]) => [code, Number(status), message]);
    expect(documented).to.deep.equal(Object.entries(codes).map(([code, { status, message }]) => [code, status, message]));
  });
});
