import { expect } from 'chai';
import { connect } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { startHttp, type Ask, type TestHttp } from './server.js';

const json = { 'content-type': 'application/json' };

describe('a request body', () => {
  let server: TestHttp;
  before(async () => {
    server = await startHttp((http) => http.route(['POST', 'SEARCH', 'DELETE'], '/echo', async (context) => {
      context.body = { got: (await http.readJson(context)) ?? 'nothing' };
    }));
  });
  after(() => server.http.close());

  const post = async (options: Ask) => {
    const { status, json } = await server.ask('/echo', { method: 'POST', ...options });
    const body = json() as { got?: unknown; errors?: { extensions: { code: string } }[] };
    return body.errors ? { status, code: body.errors[0]?.extensions.code } : body;
  };

  it('is read as JSON, with any method', async () => {
    for (const method of ['POST', 'SEARCH', 'DELETE']) {
      expect(await post({ method, headers: json, body: '{"a":["ß",1.5]}' })).to.deep.equal({ got: { a: ['ß', 1.5] } });
    }
    expect(await post({ headers: { 'content-type': 'Application/JSON; charset="UTF-8"' }, body: 'null' }))
      .to.deep.equal({ got: 'nothing' });
  });

  it('may be absent or empty', async () => {
    expect(await post({})).to.deep.equal({ got: 'nothing' });
    expect(await post({ headers: { 'content-type': 'text/plain' } })).to.deep.equal({ got: 'nothing' });
    expect(await post({ headers: { ...json, 'transfer-encoding': 'chunked' }, body: '' })).to.deep.equal({ got: 'nothing' });
  });

  it('is whole whether it comes with its headers, in pieces, or with other requests on one connection', async () => {
    const body = '{"a":"ß"}';
    const whole = `POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
    const [first, second] = [Buffer.from(whole).subarray(0, -4), Buffer.from(whole).subarray(-4)];
    const socket = connect(server.port, '127.0.0.1').setNoDelay(true).setEncoding('utf8');
    let answers = '';
    socket.on('data', (text: string) => { answers += text; });
    const answered = async (times: number): Promise<void> => {
      while (answers.split('{"got":{"a":"ß"}}').length <= times) await wait(5);
    };
    socket.write(whole);
    await answered(1);
    socket.write(first);
    await wait(20);
    socket.write(second);
    await answered(2);
    socket.write(whole + whole);
    await answered(4);
    socket.destroy();
    expect(answers.match(/HTTP\/1\.1 200/g)).to.have.lengthOf(4);
  });

  it('answers INVALID_PAYLOAD for what is no JSON in UTF-8, and quotes none of it', async () => {
    for (const body of ['{"name":', 'secret', Buffer.from([0x22, 0xff, 0x22])]) {
      expect(await post({ headers: json, body })).to.deep.equal({ status: 400, code: 'INVALID_PAYLOAD' });
    }
    expect((await server.ask('/echo', { method: 'POST', headers: json, body: 'secret' })).text).not.to.include('secret');
  });

  it('answers UNSUPPORTED_MEDIA_TYPE for another type, charset or encoding', async () => {
    const refused = { status: 415, code: 'UNSUPPORTED_MEDIA_TYPE' };
    expect(await post({ headers: { 'content-type': 'text/plain' }, body: '{}' })).to.deep.equal(refused);
    expect(await post({ headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'a=b' })).to.deep.equal(refused);
    expect(await post({ body: '{}' })).to.deep.equal(refused);
    expect(await post({ headers: { 'content-type': 'application/json; charset=iso-8859-1' }, body: '{}' })).to.deep.equal(refused);
    expect(await post({ headers: { ...json, 'content-encoding': 'gzip' }, body: gzipSync('{}') })).to.deep.equal(refused);
  });

  it('answers CONTENT_TOO_LARGE beyond the limit, whether its length is announced or not', async () => {
    const body = JSON.stringify('x'.repeat(1000));
    const tooLarge = { status: 413, code: 'CONTENT_TOO_LARGE' };
    expect(await post({ headers: json, body })).to.deep.equal(tooLarge);
    expect(await post({ headers: { ...json, 'transfer-encoding': 'chunked' }, body })).to.deep.equal(tooLarge);
    expect(await post({ headers: json, body: JSON.stringify('x'.repeat(998)) })).to.deep.equal({ got: 'x'.repeat(998) });
  });
});
