import type { Bench } from '../../bench/bench.ts';
import type { Session } from '../../bench/session.ts';
import type { Path } from '../../document/source.ts';
import type { Sent } from '../../exchange/sent.ts';
import { nonceOf } from '../../verdict/answer.ts';
import type { Trouble } from '../inspection.ts';
import { refusalText } from '../probe.ts';
import { failureTrouble } from '../../target/failure-trouble.ts';
import { serverWords } from './server-words.ts';

type AsPlace = 'token' | 'par';

/** Why a plain lawful request to the token endpoint, or to that of pushed requests, was not accepted, as far as the answer shows it. */
export function tokenTrouble(bench: Bench, place: AsPlace, session: Session, sent: Sent): Trouble {
  const { request, response, failure } = sent.exchange;
  const endpoint = endpointPath(bench, place);
  if (failure !== undefined) return failureTrouble(request.url, failure, endpoint);
  const said = serverWords(response);
  return {
    message: `${request.url}: ${refusalText(place, sent)}`,
    ...(said === undefined ? {} : { said }),
    ...(nonceAdvice(sent, endpoint) ?? adviceFor(bench, session, sent, endpoint)),
  };
}

/** Where the URL comes from: its own field, or the issuer whose metadata names it. */
export function endpointPath({ loaded }: Bench, place: AsPlace): Path {
  const name = place === 'token' ? 'token' : 'pushedAuthorizationRequest';
  return loaded.descriptor.as?.endpoints[name] === undefined ? ['as', 'issuer'] : ['as', 'endpoints', name];
}

/** The place of a client in the descriptor. */
export function clientPath({ loaded }: Bench, id: string | undefined): Path {
  const index = (loaded.descriptor.as?.clients ?? []).findIndex((client) => client.id === id);
  return index < 0 ? ['as', 'clients'] : ['as', 'clients', index];
}

type Advice = Pick<Trouble, 'at' | 'fix'>;

function adviceFor(bench: Bench, session: Session, { outcome, exchange }: Sent, endpoint: Path): Advice {
  const { client } = session;
  const path = clientPath(bench, client?.id);
  const grant = session.grant ?? 'client_credentials';
  switch (outcome.error) {
    case 'invalid_client':
      return credentialsAdvice(path, client);
    case 'unauthorized_client':
    case 'unsupported_grant_type':
      return {
        at: [...path, 'grants'],
        fix: `allow the grant ${grant} to the client at the server, or take it out of grants`,
      };
    case 'invalid_scope':
      return { at: [...path, 'scope'], fix: 'name a scope that the client may ask for' };
    case 'invalid_target':
      return { at: [...path, 'resource'], fix: 'name the resource (RFC 8707) by an identifier that the server knows' };
    case 'invalid_request':
      return { at: path, fix: 'add what this server asks for: scope, resource, or other parameters' };
    case 'invalid_grant':
      return {
        at: [...path, 'redirectUri'],
        fix: 'see that redirectUri is the registered one, and that codes are not used by others',
      };
    case undefined:
      return exchange.response?.status === 401
        ? credentialsAdvice(path, client)
        : {
            at: endpoint,
            fix: 'see that this is the URL of the token endpoint; what answers there speaks no OAuth (RFC 6749 §5.2)',
          };
    case 'invalid_dpop_proof':
      return { at: endpoint, fix: proofFix };
    default:
      return { at: path };
  }
}

/** Of a server that goes on demanding a nonce (RFC 9449 §8, §9). */
export function nonceAdvice({ outcome, exchange }: Sent, at: Path): Advice | undefined {
  if (outcome.error !== 'use_dpop_nonce') return undefined;
  const isSupplied = exchange.response !== undefined && nonceOf(exchange.response) !== undefined;
  const fix = isSupplied
    ? 'it refuses the nonce that it has just supplied: let all nodes of the server take the nonces that one of them supplies'
    : 'it supplies no nonce with its demand: let it send the field DPoP-Nonce, and the proxy in front keep it';
  return { at, fix };
}

/** Where no proof that was tried is accepted. */
export const proofFix =
  'where a proxy stands in front, see that the server knows its public URL; a host that it may take for its own can be named in allow, and is tried then. Else see in its log what it misses in the proof';

function credentialsAdvice(path: Path, client: Session['client']): Advice {
  const auth = client?.auth;
  switch (auth) {
    case 'client_secret_basic':
    case 'client_secret_post': {
      const variable = client?.secret?.env ?? 'the secret';
      return {
        at: [...path, 'secret'],
        fix: `see that ${variable} holds the secret of client ${client?.id ?? ''}, and that it is registered for auth: ${auth}`,
      };
    }
    case 'private_key_jwt':
      return {
        at: [...path, 'key'],
        fix: `see that ${client?.key?.env ?? 'the key'} holds a key that is registered for client ${client?.id ?? ''}; some servers want assertionAudience: endpoint`,
      };
    case 'none':
    case undefined:
      return {
        at: [...path, 'auth'],
        fix: 'see that this id is registered, and as a public client; else name auth and secret',
      };
    default:
      return auth satisfies never;
  }
}
