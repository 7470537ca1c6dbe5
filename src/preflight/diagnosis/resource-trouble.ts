import type { Site } from '../../bench/site.ts';
import { printable } from '../../document/printable.ts';
import type { Path } from '../../document/source.ts';
import type { Sent } from '../../exchange/sent.ts';
import { resourceKey } from '../../target/descriptor/rs.ts';
import { challengesOf, jktOf, readJwt } from '../../verdict/answer.ts';
import { mediaTypeOf } from '../../verdict/outcome.ts';
import type { Trouble } from '../inspection.ts';
import { refusalText } from '../probe.ts';
import { failureTrouble } from '../../target/failure-trouble.ts';
import { type Alike, passesWithGet } from './field-trials.ts';
import { acceptedTokenType } from './minted-types.ts';
import { namesProof, serverWords } from './server-words.ts';
import { clientPath, nonceAdvice, proofFix } from './token-trouble.ts';
import { scopeAdvice } from './scope-advice.ts';

/** What is known of a refusal before anything else is sent. */
export function plainResourceTrouble(site: Site, sent: Sent): Trouble & { readonly isSettled: boolean } {
  const { request, response, failure } = sent.exchange;
  if (failure !== undefined)
    return { ...failureTrouble(request.url, failure, resourcePath(site, 'url')), isSettled: true };
  const said = serverWords(response);
  const advice = nonceAdvice(sent, resourcePath(site, 'url')) ?? scopeAdvice(site, sent) ?? addressAdvice(site, sent);
  return {
    message: `${request.url}: ${refusalText('resource', sent)}`,
    ...(said === undefined ? {} : { said }),
    ...advice,
    isSettled: advice !== undefined,
  };
}

type Cause = Pick<Trouble, 'message' | 'at' | 'fix' | 'edit'>;

/** Whether another kind of access token is what the resource takes. */
export async function tokenCause(site: Site, sent: Sent): Promise<Cause | undefined> {
  const { request } = sent.exchange;
  const typ = await acceptedTokenType(site);
  if (typ !== undefined) {
    const message = `${request.url}: the access tokens that Proofmark signs are taken with typ ${typ}, and not with at+jwt (RFC 9068 §2.1)`;
    const at = ['rs', 'token'];
    return { message, at, fix: `add typ: ${typ} there`, edit: { at: [...at, 'typ'], value: typ } };
  }
  const foreign = await foreignKey(site);
  return foreign === undefined ? undefined : { message: `${request.url}: ${foreign}`, ...tokenAdvice(site) };
}

/** Of a resource that takes the same access token as Bearer. */
export function takenAsBearer(site: Site, sent: Sent): Cause {
  return switchedOff(sent, 'it takes the same access token without a proof, as Bearer', site);
}

/** Whether it is the method that is refused: GET of the same URL, with the same access token and a proof for it, is not. */
export async function methodCause(site: Site, { exchange, outcome }: Sent): Promise<Cause | undefined> {
  const { request } = exchange;
  const isOfOther = outcome.class !== 'refused' || outcome.status === 405 || outcome.error === 'insufficient_scope';
  if (request.method === 'GET' || isOfOther || !(await passesWithGet(site))) return undefined;
  return {
    message: `${request.url}: ${request.method} is refused, and GET with the same access token and a lawful proof is accepted: something refuses the method, such as a filter against forged requests (CSRF) or a guard of methods`,
    at: resourcePath(site, 'method'),
    fix: 'exempt requests with an access token from that filter, since no browser sends them on its own; or ask for the scope that the method needs',
  };
}

/** What a JWT access token shows of its key, where that is not the key of the proof. */
async function foreignKey({ session }: Site): Promise<string | undefined> {
  const jwt = readJwt((await session.token('own')) ?? '');
  const jkt = jwt === undefined ? session.key.jkt : jktOf(jwt.claims);
  if (jkt === session.key.jkt) return undefined;
  const shown = jkt === undefined ? 'has no cnf.jkt' : `has the cnf.jkt ${printable(JSON.stringify(jkt), 100)}`;
  return `the access token is refused; it ${shown}, and the key of the proof has the thumbprint ${session.key.jkt}`;
}

/** What the answer shows beside those to requests that lack something; no change of the proof has helped. */
export function fieldCause(site: Site, sent: Sent, alike: Alike): Cause {
  const { response } = sent.exchange;
  const schemes = response === undefined ? [] : challengesOf(response).map(({ scheme }) => scheme.toLowerCase());
  if (schemes.includes('bearer') && !schemes.includes('dpop'))
    return switchedOff(sent, 'its challenge names Bearer and not DPoP', site);
  return unseen(sent, alike) ?? tokenRefused(site, sent, alike);
}

function switchedOff({ exchange }: Sent, why: string, site: Site): Cause {
  return {
    message: `${exchange.request.url}: this resource server does not seem to use DPoP: ${why}`,
    at: resourcePath(site, 'url'),
    fix: 'switch DPoP on at the resource server, or name a resource where it is on',
  };
}

/** What something in front of the server may have taken away. */
function unseen({ exchange, outcome }: Sent, alike: Alike): Cause | undefined {
  const { url } = exchange.request;
  if (alike.credentials && outcome.error === undefined)
    return {
      message: `${url}: the resource answers a bound access token with its proof as it answers a request without any credentials: it does not seem to see Authorization`,
      fix: 'look whether a proxy in front takes Authorization away; if none does, let the server say in its answer why it refuses',
    };
  if (alike.proof && (namesProof(exchange.response) || outcome.error === 'invalid_dpop_proof'))
    return {
      message: `${url}: the answer is the same with a lawful proof, with text that is no proof, and without any: the server does not seem to see the field DPoP`,
      fix: 'look whether a proxy in front takes the field DPoP away',
    };
  return undefined;
}

function tokenRefused(site: Site, sent: Sent, alike: Alike): Cause {
  const { outcome, exchange } = sent;
  const isOfToken = outcome.error === 'invalid_token' || alike.proof;
  const refusal = `${exchange.request.url}: ${refusalText('resource', sent)}`;
  if (!isOfToken) return { message: refusal, at: resourcePath(site, 'url'), fix: proofFix };
  const advice = tokenAdvice(site);
  if (outcome.error !== undefined)
    return { message: `${refusal}; it seems to be the access token that is refused`, ...advice };
  return {
    message: `${refusal}; the answer is the same with text that is no proof, and without any, and names no error: the server does not see the field DPoP, or refuses the access token before it looks at a proof`,
    at: resourcePath(site, 'url'),
    fix: `look whether a proxy in front takes the field DPoP away; if none does, ${advice.fix}`,
  };
}

function tokenAdvice({ bench }: Site): Pick<Trouble, 'at' | 'fix'> {
  const source = bench.loaded.descriptor.rs?.token ?? { from: 'as' };
  switch (source.from) {
    case 'mint':
      return {
        at: ['rs', 'token'],
        fix: `see that the server trusts the issuer http://127.0.0.1:${source.port} and its JWKS, and that alg, audience, scope, subject and claims are what it asks for`,
      };
    case 'as':
      return {
        at: clientPath(bench, source.client),
        fix: 'see that the token is meant for this server: resource, scope or parameters (audience) of the client',
      };
    case 'env':
      return {
        at: ['rs', 'token'],
        fix: 'see that the token has not expired, and that it is bound to the key beside it',
      };
    case 'command':
    case 'descriptor':
      return { at: ['rs', 'token'], fix: 'see that the token is meant for this server: issuer, audience and scope' };
    default:
      return source satisfies never;
  }
}

/** Where a resource stands in the descriptor. */
export function resourcePath({ bench, session }: Site, field: 'url' | 'method' | 'expect'): Path {
  const { resource } = session;
  const index = bench.resources.findIndex(
    (one) => resource !== undefined && resourceKey(one) === resourceKey(resource),
  );
  return ['rs', 'resources', Math.max(0, index), field];
}

/** Of an answer that no resource server gives to a request for a resource that it has. */
function addressAdvice(site: Site, { exchange, outcome }: Sent): Pick<Trouble, 'at' | 'fix'> | undefined {
  const { response } = exchange;
  const status = response?.status ?? 0;
  if (status === 405) return { at: resourcePath(site, 'method'), fix: 'name a method that the resource has' };
  if (status === 404 || status === 410)
    return { at: resourcePath(site, 'url'), fix: 'write the URL of a protected resource; nothing is there' };
  if (status >= 300 && status < 400)
    return { at: resourcePath(site, 'url'), fix: 'write the URL that it leads to; redirects are not followed' };
  if (status === 415)
    return { at: resourcePath(site, 'url'), fix: 'name contentType and body as the resource wants them' };
  if (outcome.class === 'unclear')
    return { at: resourcePath(site, 'expect'), fix: 'write in expect what the lawful answer has, or correct the URL' };
  if (response !== undefined && mediaTypeOf(response).includes('html') && status !== 401)
    return { at: resourcePath(site, 'url'), fix: 'write the URL of the API; a page answers here' };
  return undefined;
}
