import { randomUUID } from 'node:crypto';
import { request as ask, type IncomingMessage, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import { behind, startInFront } from '../../../targets/hostile/front.ts';
import { divisions, encodings, wrapped } from '../../wire/encodings.fixture.ts';

/** The secrets of the user, and what the server behind knows in their place. */
export type Replaced = Readonly<
  Record<'clientSecret' | 'password', { readonly ours: string; readonly theirs: string }>
>;

export type Echoing = {
  readonly issuer: string;
  readonly resourceBase: string;
  /** Every secret that has passed by, by its kind. */
  readonly secrets: () => ReadonlyMap<string, string>;
  /** Every form of a secret that has been sent back. */
  readonly forms: () => ReadonlySet<string>;
};

type Memory = { readonly secrets: Map<string, string>; readonly forms: Set<string>; turn: number };

/**
 * A lawful server whose answers repeat what it got and gave: secrets, passwords, tokens, codes and cookies, in one encoding
 * after the other, in fields and bodies, beside what the answer says lawfully.
 */
export async function startEchoing(replaced: Replaced): Promise<Echoing> {
  const memory: Memory = { secrets: new Map(), forms: new Set(), turn: 0 };
  for (const { ours } of Object.values(replaced)) memory.secrets.set(ours, 'ours');
  const running = await startInFront((incoming, response) => void echo(incoming, response, { memory, replaced }));
  onTestFinished(running.close);
  const { issuer, resourceBase } = running;
  return { issuer, resourceBase, secrets: () => memory.secrets, forms: () => memory.forms };
}

type Context = { readonly memory: Memory; readonly replaced: Replaced };

async function echo(incoming: IncomingMessage, response: ServerResponse, context: Context): Promise<void> {
  const { method, url, socket } = incoming;
  const body = (await buffer(incoming)).toString('latin1');
  const headers = { ...incoming.headers, ...authorizationFor(incoming, context) };
  const sent = passwordFor(body, context);
  if (headers['content-length'] !== undefined) headers['content-length'] = String(sent.length);
  const outgoing = ask({ hostname: behind, port: socket.localPort, path: url, method, headers }, (answer) => {
    void buffer(answer).then((bytes) => {
      const text = bytes.toString('utf8');
      const lines = answer.rawHeaders.filter((_, at) => !isLength(answer.rawHeaders[at - (at % 2)] ?? ''));
      const cookie = incoming.url?.startsWith('/authorize') === true ? ['Set-Cookie', `sid=${randomUUID()}`] : [];
      learn(context.memory, [text, ...lines, ...cookie]);
      const again = withEcho(text, answer.headers['content-type'], context.memory);
      response.writeHead(answer.statusCode ?? 502, [...lines, ...cookie, ...fieldLines(context.memory)]).end(again);
    });
  });
  outgoing.on('error', () => response.destroy());
  outgoing.end(sent, 'latin1');
}

const isLength = (name: string): boolean => /^(?:content-length|transfer-encoding)$/i.test(name);

function authorizationFor({ headers }: IncomingMessage, { replaced: { clientSecret } }: Context): object {
  const [, credentials] = /^Basic (.+)$/.exec(headers.authorization ?? '') ?? [];
  if (credentials === undefined) return {};
  const [id, secret] = Buffer.from(credentials, 'base64').toString().split(':');
  const isOurs = new URLSearchParams(`s=${secret}`).get('s') === clientSecret.ours;
  const basic = Buffer.from(`${id}:${isOurs ? clientSecret.theirs : 'none'}`).toString('base64');
  return { authorization: `Basic ${basic}` };
}

function passwordFor(body: string, { replaced: { password } }: Context): string {
  const form = new URLSearchParams(body);
  if (form.get('password') !== password.ours) return body;
  form.set('password', password.theirs);
  return form.toString();
}

const kinds: readonly (readonly [string, RegExp])[] = [
  ['token', /"(?:access_token|refresh_token)":"([^"]+)"/g],
  ['code', /[?&]code=([^&"\s]+)/g],
  ['request_uri', /"request_uri":"([^"]+)"/g],
  ['cookie', /^sid=(.+)$/g],
];

function learn({ secrets }: Memory, texts: readonly string[]): void {
  for (const text of texts)
    for (const [kind, pattern] of kinds)
      for (const [, secret = ''] of text.matchAll(pattern)) if (secret.length >= 12) secrets.set(secret, kind);
}

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const others: Readonly<Record<string, (text: string) => string>> = {
  base64,
  'base64 in lines': (text) => wrapped(base64(text), '\\r\\n'),
  base64url: (text) => Buffer.from(text).toString('base64url'),
  hex: (text) => Buffer.from(text).toString('hex'),
  'hex in upper case': (text) => Buffer.from(text).toString('hex').toUpperCase(),
};
const single = Object.values({ ...divisions, ...encodings, ...others });
const doubled = Object.values(encodings).flatMap((outer) =>
  Object.values({ ...encodings, ...others }).map((inner) => (text: string) => outer(inner(text))),
);
const all = [...single, ...doubled];

/** The next forms in turn, of the secrets of the user and of the newest ones. */
function nextForms(memory: Memory, count: number): readonly string[] {
  const list = [...memory.secrets].map(([secret]) => secret);
  const chosen = [...list.slice(0, 2), ...list.slice(-6)];
  return Array.from({ length: count }, () => {
    memory.turn += 1;
    const secret = chosen[memory.turn % chosen.length] ?? '';
    const form = (all[Math.floor(memory.turn / chosen.length) % all.length] ?? encodeURIComponent)(secret);
    memory.forms.add(form);
    return form;
  });
}

function fieldLines(memory: Memory): readonly string[] {
  const forms = nextForms(memory, 3).filter((form) => /^[\x20-\x7e]{1,2000}$/.test(form));
  return forms.flatMap((form) => ['X-Echo', form]);
}

/** The forms of the answer stand where JSON allows any text, or in a page. */
function withEcho(text: string, type: string | undefined, memory: Memory): string {
  if (text === '') return text;
  const forms = nextForms(memory, 3).filter((form) => form.length < 2000);
  if (type?.startsWith('application/json') !== true) return `${text}\n<!-- ${forms.join(' ')} -->`;
  const members = forms.map((form, at) => `"echo_${at}":${isInJson(form) ? `"${form}"` : JSON.stringify(form)}`);
  const echo = text.startsWith('{"') ? `${members.join(',')},` : '';
  return text.replace(/^\{/, `{${echo}`);
}

function isInJson(form: string): boolean {
  try {
    return typeof JSON.parse(`"${form}"`) === 'string';
  } catch {
    return false;
  }
}
