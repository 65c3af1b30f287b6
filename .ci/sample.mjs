// Starts the sample with `npm start`, makes the requests it suggests, and stops it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';

const port = await freePort();
const child = spawn('npm', ['start'], { env: { ...process.env, PORT: String(port) }, stdio: ['ignore', 'pipe', 'inherit'], detached: true });
let output = '';
child.stdout.setEncoding('utf8').on('data', (text) => { output += text; });
const stop = () => { try { process.kill(-child.pid, 'SIGTERM'); } catch { /* It has ended. */ } };
process.once('exit', stop);

try {
  const base = `http://127.0.0.1:${port}`;
  await until(async () => (await fetch(`${base}/server/ping`)).text().then((text) => text === 'pong'));
  const requests = [...new Set(output.match(new RegExp(`${base}/items/[^\\s'"]+`, 'g')))];
  if (requests.length < 3) throw new Error(`fewer than three requests are suggested:\n${output}`);
  for (const request of requests) {
    const answer = await fetch(request, { headers: { authorization: `Bearer ${token(output)}` } });
    const body = await answer.json();
    if (answer.status !== 200 || !(body.data?.length > 0 || Object.keys(body.data ?? {}).length > 0)) throw new Error(`${answer.status} for ${request}: ${JSON.stringify(body).slice(0, 300)}`);
    console.log(`ok  ${request}`);
  }
} finally {
  const ended = child.exitCode === null ? once(child, 'exit') : undefined;
  stop();
  await ended;
}

/** The token that the start prints. */
function token(text) {
  const found = /TOKEN=([\w.-]{16,})/.exec(text)?.[1] ?? /access_token=([\w.-]{16,})/.exec(text)?.[1];
  if (!found) throw new Error(`no token is printed:\n${text}`);
  return found;
}

async function until(isDone) {
  for (const end = Date.now() + 60_000; ; await new Promise((resolve) => setTimeout(resolve, 200))) {
    if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}:\n${output}`);
    if (await isDone().catch(() => false)) return;
    if (Date.now() > end) throw new Error(`the server did not answer within a minute:\n${output}`);
  }
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject).listen(0, '127.0.0.1', () => {
      const { port: free } = server.address();
      server.close(() => resolve(free));
    });
  });
}
