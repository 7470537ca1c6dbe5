import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { DomUtils, parseDocument } from 'htmlparser2';
import { CookieJar } from 'tough-cookie';
import { redirectUri } from '../oidc-provider/oidc-clients.ts';

export interface Launched {
  readonly url: string;
  readonly process: ChildProcess;
}

/** Starts the launcher of a product, and waits for its ready line. */
export async function start(product: string, flags: readonly string[], env: NodeJS.ProcessEnv): Promise<Launched> {
  const script = fileURLToPath(new URL(`../${product}/${product}.ts`, import.meta.url));
  const child = spawn(process.execPath, [script, '--watch-stdin', ...flags], {
    env: { ...process.env, ...env },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const ended: Promise<unknown[]> = once(child, 'exit');
  const [line] = await Promise.race([once(createInterface(child.stdout), 'line') as Promise<unknown[]>, ended]);
  const url = /^ready (\S+)$/.exec(String(line))?.[1];
  if (!url) throw new Error(`${script} did not start: ${String(line)}`);
  return { url, process: child };
}

/** Ends a launched server. Answers its exit status. */
export async function stop(child: ChildProcess): Promise<unknown> {
  const exit = once(child, 'exit');
  child.kill('SIGTERM');
  return (await exit)[0];
}

/** Posts the forms of the login and consent pages. Answers the redirect to the client. */
export async function login(authorizationUrl: URL): Promise<URL> {
  const jar = new CookieJar();
  let url = authorizationUrl;
  let body: URLSearchParams | undefined;
  for (let hops = 0; hops < 10; hops += 1) {
    const response = await fetch(url, {
      redirect: 'manual',
      headers: { accept: 'text/html', cookie: await jar.getCookieString(url.href) },
      ...(body && { method: 'POST', body }),
    });
    for (const cookie of response.headers.getSetCookie()) await jar.setCookie(cookie, url.href);
    const location = response.headers.get('location');
    if (location?.startsWith(redirectUri)) return new URL(location);
    ({ url, body } = location
      ? { url: new URL(location, url), body: undefined }
      : fillForm(await response.text(), url));
  }
  throw new Error('No redirect to the client after 10 hops');
}

function fillForm(html: string, page: URL): { url: URL; body: URLSearchParams } {
  const form = DomUtils.getElementsByTagName('form', parseDocument(html))[0];
  if (!form) throw new Error(`No form at ${page.href}`);
  const fields = DomUtils.getElementsByTagName('input', form).flatMap(
    ({ attribs: { name, value = 'alice' } }): [string, string][] => (name === undefined ? [] : [[name, value]]),
  );
  return { url: new URL(form.attribs['action'] ?? '', page), body: new URLSearchParams(fields) };
}
