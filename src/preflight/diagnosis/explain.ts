import type { Site } from '../../bench/site.ts';
import type { Sent } from '../../exchange/sent.ts';
import type { Trouble } from '../inspection.ts';
import { blamesProof } from '../proof-algs.ts';
import { likeWithout, passesAsBearer } from './field-trials.ts';
import { proofTrials } from './proof-trials.ts';
import {
  fieldCause,
  methodCause,
  plainResourceTrouble,
  resourcePath,
  takenAsBearer,
  tokenCause,
} from './resource-trouble.ts';
import { namesProof, serverWords } from './server-words.ts';
import { endpointPath, tokenTrouble } from './token-trouble.ts';
import { firstAccepted, type Trial } from './trial.ts';

/**
 * Why a plain lawful request was not accepted. `instead`: the one change of its proof with which it is. `asBearer`: its access
 * token is taken without a proof. `byGet`: the same request is taken with GET.
 */
export type Explanation = {
  readonly trouble: Trouble;
  readonly instead?: Trial;
  readonly asBearer?: boolean;
  readonly byGet?: boolean;
};

/** Finds out, by the answer and by further requests, why the plain lawful request to a place was not accepted. */
export async function explain(site: Site, sent: Sent): Promise<Explanation> {
  return site.place === 'resource' ? explainResource(site, sent) : explainToken(site, sent);
}

async function explainToken(site: Site, sent: Sent): Promise<Explanation> {
  const trouble = tokenTrouble(site.bench, 'token', site.session, sent);
  const isOfProof = blamesProof(sent) || namesProof(sent.exchange.response);
  if (sent.outcome.class !== 'refused' || !isOfProof) return { trouble };
  const { found, tried } = await tryProofs(site, sent);
  if (found !== undefined) return takenInstead(site, sent, found);
  const { proof } = await likeWithout(site, sent);
  return { trouble: { ...trouble, ...(proof ? unseenAtToken(sent) : {}), tried } };
}

async function explainResource(site: Site, sent: Sent): Promise<Explanation> {
  const { isSettled, ...trouble } = plainResourceTrouble(site, sent);
  const ofMethod = await methodCause(site, sent);
  if (ofMethod !== undefined) return { trouble: { ...trouble, ...ofMethod }, byGet: true };
  if (isSettled || sent.outcome.class !== 'refused') return { trouble };
  const cause = await tokenCause(site, sent);
  if (cause !== undefined) return { trouble: { ...trouble, ...cause } };
  if (await passesAsBearer(site)) return { trouble: { ...trouble, ...takenAsBearer(site, sent) }, asBearer: true };
  const { found, tried } = await tryProofs(site, sent);
  if (found !== undefined) return takenInstead(site, sent, found);
  return { trouble: { ...trouble, ...fieldCause(site, sent, await likeWithout(site, sent)), tried } };
}

type Tried = { readonly found: Trial | undefined; readonly tried: string };

async function tryProofs(site: Site, sent: Sent): Promise<Tried> {
  const trials = proofTrials(site, sent);
  const found = await firstAccepted(site, trials);
  const uris = trials.filter(({ about }) => about === 'htu').length;
  const others = trials.filter(({ about }) => about !== 'htu').map(({ words }) => words);
  return { found, tried: `${uris} other URIs for htu; ${others.join(', ')}: none is accepted` };
}

function takenInstead(site: Site, { exchange }: Sent, instead: Trial): Explanation {
  const { request, response } = exchange;
  const said = serverWords(response);
  const message = `${request.url}: the server refuses a lawful proof, and takes one with ${instead.words}`;
  const at = site.place === 'resource' ? resourcePath(site, 'url') : endpointPath(site.bench, 'token');
  return { instead, trouble: { message, ...(said === undefined ? {} : { said }), at, fix: fixes[instead.about] } };
}

const fixes: Readonly<Record<Trial['about'], string>> = {
  htu: 'let the server know the URL that its clients use: set its public URL, or let it trust what the proxy in front says of scheme, host and prefix (X-Forwarded-Proto, -Host, -Prefix), and let the proxy say it',
  ath: 'mend the server: ath is the SHA-256 hash of the access token in base64url without padding (RFC 9449 §4.2)',
  iat: 'see that the clocks agree; iat is in seconds, and a proof made this moment is good (RFC 9449 §4.3 check 11)',
  htm: 'mend the server: htm is the method as it stands in the request (RFC 9449 §4.2)',
  typ: 'mend the server: the typ of a proof is dpop+jwt (RFC 9449 §4.2)',
};

function unseenAtToken({ exchange }: Sent): Pick<Trouble, 'message' | 'fix'> {
  return {
    message: `${exchange.request.url}: the answer is the same with a lawful proof, with text that is no proof, and without any: the server does not seem to see the field DPoP`,
    fix: 'look whether a proxy in front takes the field DPoP away',
  };
}
