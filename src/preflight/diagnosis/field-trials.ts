import type { Site } from '../../bench/site.ts';
import type { Sent } from '../../exchange/sent.ts';
import type { Op } from '../../plan/ops.ts';
import { likeness } from './server-words.ts';
import { tryOps } from './trial.ts';

/** How the plain request was answered, compared with the same one that lacks something. */
export type Alike = {
  /** Without a proof, and with text that is no proof. */
  readonly proof: boolean;
  /** Without any credentials; at a resource only. */
  readonly credentials: boolean;
};

const noProof: readonly Op[] = [{ op: 'dpop-lines', lines: 'absent' }];
const noJwt: readonly Op[] = [{ op: 'proof-text', text: 'not-a-proof' }];
const nothing: readonly Op[] = [{ op: 'access-token', use: 'none' }, ...noProof];

/** Whether the server answers as if it had not seen the proof, or the credentials as a whole. */
export async function likeWithout(site: Site, plain: Sent): Promise<Alike> {
  const wanted = likeness(plain.exchange.response);
  const isSame = async (ops: readonly Op[]): Promise<boolean> => {
    const sent = await tryOps(site, ops);
    return (
      sent !== undefined && sent.outcome.class === plain.outcome.class && likeness(sent.exchange.response) === wanted
    );
  };
  const proof = (await isSame(noProof)) && (await isSame(noJwt));
  return { proof, credentials: site.place === 'resource' && (await isSame(nothing)) };
}

const asBearer: readonly Op[] = [{ op: 'authorization-scheme', value: 'Bearer' }, ...noProof];

/** Whether the resource takes the bound access token without its proof, as Bearer. */
export async function passesAsBearer(site: Site): Promise<boolean> {
  return (await tryOps(site, asBearer))?.outcome.class === 'accepted';
}

const byGet: Op = { op: 'method', value: 'GET' };

/** Whether the resource takes the lawful request with GET, and not without credentials. */
export async function passesWithGet(site: Site): Promise<boolean> {
  if ((await tryOps(site, [byGet]))?.outcome.class !== 'accepted') return false;
  return (await tryOps(site, [byGet, ...nothing]))?.outcome.class === 'refused';
}
