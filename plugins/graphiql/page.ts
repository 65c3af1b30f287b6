/** The page for an endpoint. It holds no secret and nothing of the caller. */
export function pageFor(endpoint: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="endpoint" content="${endpoint}">
<title>GraphiQL: ${endpoint}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/graphiql/graphiql.min.css">
<link rel="stylesheet" href="/graphiql/start.css">
<script defer src="/graphiql/react.production.min.js"></script>
<script defer src="/graphiql/react-dom.production.min.js"></script>
<script defer src="/graphiql/graphiql.min.js"></script>
<script defer src="/graphiql/start.js"></script>
</head>
<body>
<header>
<nav><a href="/graphql">Items</a> <a href="/graphql/system">System</a></nav>
<form id="sign-in" hidden>
<label>E-mail <input name="email" type="email" autocomplete="username" required></label>
<label>Password <input name="password" type="password" autocomplete="current-password" required></label>
<label id="one-time-password" hidden>Code <input name="otp" inputmode="numeric" autocomplete="one-time-code"></label>
<button>Sign in</button> <output></output>
</form>
<form id="sign-out" hidden><output></output> <button>Sign out</button></form>
</header>
<main id="graphiql">GraphiQL is loading…</main>
</body>
</html>
`;
}
