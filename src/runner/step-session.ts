import type { Bench } from '../bench/bench.ts';
import type { Registered } from '../bench/registered.ts';
import { atSecondResource } from '../bench/second-resource.ts';
import type { Session } from '../bench/session.ts';
import type { Sessions } from '../bench/sessions.ts';
import { Inapplicable } from '../proof/inapplicable.ts';
import type { ExchangeSpec, Place, SessionSpec } from '../suite/schema.ts';
import { plainGrant } from '../target/descriptor/client.ts';
import { algOfKeyType } from './alg-of-key-type.ts';
import type { CaseRun } from './case-context.ts';
import { isRefusedToken } from './refused-token.ts';

/** Where an exchange of a case goes. */
export function placeOf({ instance }: CaseRun, spec: ExchangeSpec): Place {
  return spec.at ?? instance.place;
}

/** The session of the case; at another place or resource than the case's own, one with the same wishes there. */
export async function sessionFor(run: CaseRun, spec: ExchangeSpec, wishes: SessionSpec): Promise<Session> {
  const { instance, bench, sessions } = run;
  const place = placeOf(run, spec);
  const settled = await withAlg(bench, place, wishes);
  if (spec.clientOf !== undefined)
    return asRegistered(await openFor(sessions, place, settled, undefined), run.registered.get(spec.clientOf));
  if (spec.resource !== 'second')
    return openFor(sessions, place, settled, place === instance.place ? instance.subject : undefined);
  return atSecondResource(bench, await sessions.get('resource', settled, instance.subject));
}

/** @throws Inapplicable where the client has not come to be, or cannot be used */
function asRegistered(session: Session, registered: Registered | undefined): Session {
  if (registered === undefined) throw new Inapplicable('the server has registered no client');
  const { client } = registered;
  if (client === undefined)
    throw new Inapplicable(
      'the registered client has no grant, or no client authentication, that can be used here (as.registration.metadata may ask for others)',
    );
  return {
    ...session,
    id: `${session.id} ${client.secret?.env ?? client.id}`,
    client,
    grant: plainGrant(client),
    registered,
  };
}

/** The same wishes, where a type of key is asked for with an algorithm that the server takes. */
async function withAlg(bench: Bench, place: Place, { keyType, ...wishes }: SessionSpec): Promise<SessionSpec> {
  return keyType === undefined ? wishes : { ...wishes, alg: await algOfKeyType(bench, place, keyType) };
}

async function openFor(
  sessions: Sessions,
  place: Place,
  wishes: SessionSpec,
  subject: string | undefined,
): Promise<Session> {
  try {
    const session = await sessions.get(place, wishes, subject);
    if (wishes.alg !== undefined && place === 'resource') await session.token('own');
    return session;
  } catch (error) {
    if (isRefusedToken(error) && wishes.alg !== undefined) throw noTokenFor(wishes);
    throw error;
  }
}

function noTokenFor({ alg, rsaBits }: SessionSpec): Inapplicable {
  const size = rsaBits === undefined ? '' : ` with ${rsaBits} bits`;
  return new Inapplicable(`no access token can be had for a key of ${alg}${size}`);
}
