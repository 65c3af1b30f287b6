// Runs in the browser: shows GraphiQL, and lets people sign in with a session cookie where the server offers it.
const endpoint = document.querySelector('meta[name=endpoint]').content;
const signIn = document.getElementById('sign-in');
const signOut = document.getElementById('sign-out');
const root = ReactDOM.createRoot(document.getElementById('graphiql'));

const json = { 'content-type': 'application/json' };
const post = (path, body) => fetch(path, { method: 'POST', headers: json, body: JSON.stringify(body) });

/** A new key makes GraphiQL ask for the schema again: another user sees another one. */
function show(key) {
  const fetcher = GraphiQL.createFetcher({ url: endpoint });
  root.render(React.createElement(GraphiQL, { key, fetcher, shouldPersistHeaders: false, defaultEditorToolsVisibility: 'headers' }));
}

/** Who the session cookie belongs to; null for nobody. */
async function currentUser() {
  const answer = await fetch('/users/me?fields=id,email');
  return answer.ok ? (await answer.json()).data : null;
}

async function update() {
  const user = await currentUser().catch(() => null);
  const offered = (await fetch('/auth').catch(() => null))?.ok === true;
  signIn.hidden = user !== null || !offered;
  signOut.hidden = user === null || !offered;
  if (user) signOut.querySelector('output').textContent = user.email ?? user.id;
  show(user?.id ?? 'nobody');
}

async function enter() {
  const { email, password, otp } = Object.fromEntries(new FormData(signIn));
  const answer = await post('/auth/login', { email, password, mode: 'session', ...(otp === '' ? {} : { otp }) });
  if (answer.ok) {
    signIn.reset();
    signIn.querySelector('output').textContent = '';
    await update();
    return;
  }
  const [error] = (await answer.json()).errors;
  if (error.extensions.code === 'INVALID_OTP') document.getElementById('one-time-password').hidden = false;
  signIn.querySelector('output').textContent = error.message;
}

async function leave() {
  await post('/auth/logout', { mode: 'session' });
  await update();
}

for (const [form, work] of [[signIn, enter], [signOut, leave]]) {
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void work();
  });
}

void update();
