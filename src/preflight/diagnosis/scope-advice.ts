import type { Site } from '../../bench/site.ts';
import type { Path } from '../../document/source.ts';
import { printable } from '../../document/printable.ts';
import type { Sent } from '../../exchange/sent.ts';
import { challengesOf } from '../../verdict/answer.ts';
import type { Trouble } from '../inspection.ts';
import { clientPath } from './token-trouble.ts';

/** Where a refusal is about the scope of the access token: the scope to ask for, and where. */
export function scopeAdvice(site: Site, { exchange, outcome }: Sent): Pick<Trouble, 'at' | 'fix' | 'edit'> | undefined {
  const { bench } = site;
  const { scope, at } = scopeOf(site);
  const status = exchange.response?.status;
  const isRefused = status === 401 || status === 403;
  if (isRefused && isUserinfo(site) && !scope.split(' ').includes('openid'))
    return {
      at,
      fix: `this is the userinfo endpoint: add openid to the scope, of a client whose user logs in (${codeClients(bench)})`,
      ...(at.at(-1) === 'scope' ? { edit: { at, value: `openid ${scope}`.trim() } } : {}),
    };
  if (outcome.error !== 'insufficient_scope' && status !== 403) return undefined;
  const challenges = exchange.response === undefined ? [] : challengesOf(exchange.response);
  const wanted = challenges.flatMap(({ params }) => params.get('scope') ?? [])[0];
  const named = wanted === undefined ? 'the scope that this resource demands' : `scope: ${printable(wanted, 100)}`;
  return { at, fix: `ask for ${named}, or name a resource that this token opens` };
}

function isUserinfo({ bench, session }: Site): boolean {
  const userinfo = bench.as?.metadata?.['userinfo_endpoint'];
  return typeof userinfo === 'string' && userinfo === session.resource?.url;
}

function codeClients({ loaded }: Site['bench']): string {
  const clients = (loaded.descriptor.as?.clients ?? []).filter(({ grants }) => grants.includes('authorization_code'));
  const [first] = clients;
  return first === undefined ? 'none has the grant authorization_code' : `rs.token: { from: as, client: ${first.id} }`;
}

/** The scope of the access tokens for the resource, and where it is written. */
function scopeOf({ bench }: Site): { readonly scope: string; readonly at: Path } {
  const { as, rs } = bench.loaded.descriptor;
  const source = rs?.token ?? { from: 'as' };
  if (source.from === 'mint') return { scope: source.scope ?? '', at: ['rs', 'token', 'scope'] };
  if (source.from !== 'as') return { scope: '', at: ['rs', 'token'] };
  const clients = as?.clients ?? [];
  const client =
    clients.find(({ id }) => id === source.client) ??
    clients.find(({ grants }) => grants.includes('client_credentials')) ??
    clients[0];
  return { scope: client?.scope ?? '', at: [...clientPath(bench, client?.id), 'scope'] };
}
