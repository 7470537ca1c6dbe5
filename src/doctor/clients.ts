import type { Bench } from '../bench/bench.ts';
import { openSession } from '../bench/open-session.ts';
import type { Session } from '../bench/session.ts';
import { printable } from '../document/printable.ts';
import { HarnessError } from '../errors.ts';
import { bodyOf, type Sent } from '../exchange/sent.ts';
import { clientPath, tokenTrouble } from '../preflight/diagnosis/token-trouble.ts';
import type { Trouble } from '../preflight/inspection.ts';
import { probe } from '../preflight/probe.ts';
import { Inapplicable } from '../proof/inapplicable.ts';
import type { ClientDescriptor } from '../target/descriptor/client.ts';
import { jktOf, readJwt } from '../verdict/answer.ts';
import type { Line } from './line.ts';
import { lineOf } from './trouble-line.ts';

const part = 'clients';

/** What each client gets for each of its grants: whether it is let in, logged in, and given a bound token. */
export async function* clientLines(bench: Bench): AsyncIterable<Line> {
  for (const client of bench.loaded.descriptor.as?.clients ?? [])
    for (const grant of client.grants) if (grant !== 'refresh_token') yield* grantLines(bench, client, grant);
}

async function* grantLines(
  bench: Bench,
  client: ClientDescriptor,
  grant: ClientDescriptor['grants'][number],
): AsyncIterable<Line> {
  try {
    const session = await openSession(bench, {
      place: 'token',
      spec: grant === 'extension' || grant === 'refresh_token' ? {} : { grant },
      subject: client.id,
    });
    const sent = await probe(bench, 'token', session);
    if (sent.outcome.class === 'accepted') yield* tokenLines(bench, client, { session, sent });
    else yield lineOf(bench, part, withName(client, grant, tokenTrouble(bench, 'token', session, sent)));
  } catch (error) {
    if (!(error instanceof HarnessError) && !(error instanceof Inapplicable)) throw error;
    const advice = error instanceof HarnessError ? error.advice : {};
    const message = error.message.replaceAll(/\n\s*/g, '; ');
    yield lineOf(bench, part, withName(client, grant, { message, ...advice }));
  }
}

function withName({ id }: ClientDescriptor, grant: string, { message, ...trouble }: Trouble): Trouble {
  return { message: `${printable(id, 80)}, ${grant}: ${message}`, ...trouble };
}

type Given = { readonly session: Session; readonly sent: Sent };

function* tokenLines(bench: Bench, client: ClientDescriptor, { session, sent }: Given): Iterable<Line> {
  const name = `${printable(client.id, 80)}, ${session.grant ?? ''}:`;
  const body = bodyOf(sent);
  const token = body?.['access_token'];
  const jwt = typeof token === 'string' ? readJwt(token) : undefined;
  const jkt = jktOf(jwt?.claims);
  const type = printable(String(body?.['token_type']), 40);
  const isDpop = type.toLowerCase() === 'dpop';
  const isOther = jkt !== undefined && jkt !== session.key.jkt;
  const kind = jwt === undefined ? 'an opaque access token' : 'a JWT';
  const binding = jkt === undefined ? '' : isOther ? ', bound to another key' : ', bound to the key of the proof';
  yield {
    part,
    standing: isDpop && !isOther ? 'good' : 'look',
    saw: `${name} gets ${kind} of type ${type}${binding}, ${lifeOf(body?.['expires_in'])}`,
    ...(isDpop ? {} : { fix: 'switch DPoP on for this client at the server, where its tokens have to be bound' }),
  };
  yield* scopeLines(bench, client, body);
  const wantsRefresh = client.grants.includes('refresh_token') && session.grant === 'authorization_code';
  if (wantsRefresh && typeof body?.['refresh_token'] !== 'string')
    yield {
      part,
      standing: 'look',
      saw: `${name} no refresh token came, although the client has that grant: what is asked of refresh tokens is not tried`,
      where: bench.loaded.where([...clientPath(bench, client.id), 'scope']),
      fix: 'ask for what makes the server give one (often scope: offline_access), or take refresh_token out of grants',
    };
}

function lifeOf(seconds: unknown): string {
  return typeof seconds === 'number' ? `good for ${seconds} s` : 'without expires_in';
}

/** A server may give less than was asked for, and has to say so (RFC 6749 §3.3). */
function* scopeLines(
  bench: Bench,
  { id, scope: asked = '' }: ClientDescriptor,
  body: Readonly<Record<string, unknown>> | undefined,
): Iterable<Line> {
  const { scope } = body ?? {};
  if (typeof scope !== 'string' || asked === '') return;
  const given = scope.split(' ');
  const lacking = asked.split(' ').filter((one) => !given.includes(one));
  if (lacking.length === 0) return;
  yield {
    part,
    standing: 'look',
    saw: `${printable(id, 80)} asked for the scope ${printable(lacking.join(' '), 100)}, and was given ${printable(scope, 100)} alone`,
    where: bench.loaded.where([...clientPath(bench, id), 'scope']),
    fix: 'let the server allow it to the client, or ask for what it allows',
  };
}
