import { reply, type Reply } from '../net/message.ts';

/** Hidden fields carry the parameters. The page works without scripts. */
export function loginPage(parameters: readonly (readonly [string, string])[], problem: string | undefined): Reply {
  const hidden = parameters
    .map(([name, value]) => `<input type="hidden" name="${escape(name)}" value="${escape(value)}">`)
    .join('\n');
  const page = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Log in</title></head>
<body>
<main>
<h1>Log in</h1>
${problem === undefined ? '' : `<p role="alert">${escape(problem)}</p>`}
<form method="post" action="/authorize">
${hidden}
<label>Username <input name="username" autocomplete="username"></label>
<label>Password <input name="password" type="password" autocomplete="current-password"></label>
<button type="submit">Log in</button>
</form>
</main>
</body>
</html>
`;
  return reply(problem === undefined ? 200 : 401, page, [
    ['Content-Type', 'text/html; charset=utf-8'],
    ['Cache-Control', 'no-store'],
    ...(problem === undefined ? [] : [['WWW-Authenticate', 'Form realm="reference"'] as const]),
  ]);
}

function escape(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
