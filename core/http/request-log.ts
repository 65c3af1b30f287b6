import type { Log } from '../kernel/log.js';
import type { HttpContext } from './http.js';

/** Logs a request once its answer is sent, or its client has gone. `url` holds no token: that was taken out of it. */
export function logAnswer(context: HttpContext, log: Log): void {
  const startedAt = performance.now();
  const { req, res, state } = context;
  const { method, url } = req;
  res.once('close', () => {
    const milliseconds = Math.round((performance.now() - startedAt) * 10) / 10;
    const line = { requestId: state.requestId, method, url, status: res.statusCode, milliseconds, user: state.identity.user };
    if (res.writableFinished) log.info(line, 'Request answered.');
    else log.info(line, 'Request cut off.');
  });
}
