import { expect } from 'chai';
import { ApiError } from '../../../core/errors/api-error.js';
import { startHttp, type Ask, type TestHttp } from './server.js';

describe('identification', () => {
  let server: TestHttp;
  before(async () => {
    server = await startHttp((http) => http.route(['GET'], '/me', (context) => {
      context.body = { user: context.state.identity.user, token: context.state.token };
    }));
  });
  after(() => server.http.close());

  const me = async (path: string, headers: Ask['headers'] = {}) => {
    const { status, json } = await server.ask(path, { headers });
    const body = json() as { errors?: { extensions: { code: string } }[] };
    return body.errors ? { status, code: body.errors[0]?.extensions.code } : body;
  };

  it('takes a bearer token from the header, whatever the case of its scheme, or from the URL', async () => {
    const ada = { user: 'ada', token: 'right' };
    expect(await me('/me', { authorization: 'Bearer right' })).to.deep.equal(ada);
    expect(await me('/me', { authorization: 'bearer right' })).to.deep.equal(ada);
    expect(await me('/me', { authorization: 'BEARER   right' })).to.deep.equal(ada);
    expect(await me('/me?access_token=right')).to.deep.equal(ada);
  });

  it('takes a request without a token for the anonymous', async () => {
    const nobody = { user: null, token: null };
    expect(await me('/me')).to.deep.equal(nobody);
    expect(await me('/me', { authorization: 'Basic cmlnaHQ6cmlnaHQ=' })).to.deep.equal(nobody);
    expect(await me('/me', { authorization: 'Bearer' })).to.deep.equal(nobody);
    expect(await me('/me?access_token=')).to.deep.equal(nobody);
  });

  it('answers INVALID_CREDENTIALS for a token that nobody knows', async () => {
    const refused = { status: 401, code: 'INVALID_CREDENTIALS' };
    expect(await me('/me', { authorization: 'Bearer wrong' })).to.deep.equal(refused);
    expect(await me('/me?access_token=wrong')).to.deep.equal(refused);
  });

  it('answers INVALID_PAYLOAD for a token in both places', async () => {
    expect(await me('/me?access_token=right', { authorization: 'Bearer right' })).to.deep.equal({ status: 400, code: 'INVALID_PAYLOAD' });
    expect(await me('/me?access_token=right', { authorization: 'Basic eA==' })).to.deep.equal({ user: 'ada', token: 'right' });
  });

  it('runs the stages in their order, however they were added', async () => {
    const ran: string[] = [];
    const other = await startHttp((http) => {
      for (const stage of ['route', 'limit', 'identify', 'admit'] as const) {
        http.use(stage, (context, next) => {
          ran.push(`${stage} ${context.state.identity.user}`);
          return next();
        });
      }
      http.route(['GET'], '/x', (context) => void (context.body = 'x'));
    });
    await other.ask('/x', { headers: { authorization: 'Bearer right' } });
    expect(ran).to.deep.equal(['admit null', 'identify ada', 'limit ada', 'route ada']);
    http429(other);
    expect((await other.ask('/x')).status).to.equal(429);
    await other.http.close();
  });
});

/** A middleware that comes after the first request counts, too. */
function http429({ http }: TestHttp): void {
  http.use('admit', () => {
    throw new ApiError('REQUESTS_EXCEEDED');
  });
}
