import type { Op } from '../plan/ops.ts';
import type { Members, RequestDraft } from './draft.ts';
import { lawfulHtu } from './edits/htu.ts';
import { randomText } from './keys.ts';
import { writeAth } from './values/ath.ts';
import { chooseNonce } from './values/choose-nonce.ts';
import type { ResolveContext } from './values/resolve-context.ts';
import { tokenOf } from './values/resolve-target.ts';

/** The claims of a lawful proof of the request (RFC 9449 §4.2), with the nonce that an op may choose. */
export async function lawfulClaims(
  { role, method }: RequestDraft,
  ops: readonly Op[],
  context: ResolveContext,
): Promise<Members> {
  const { surroundings, token, url } = context;
  const claims: Members = { jti: randomText(16), htm: method, htu: lawfulHtu(url), iat: surroundings.now };
  if (role === 'rs') claims['ath'] = writeAth(token ?? (await tokenOf('own', context)), undefined);
  const nonceOp = ops.find((op) => op.op === 'nonce');
  const nonce = nonceOp === undefined ? surroundings.nonce.current : chooseNonce(nonceOp, surroundings);
  return nonce === undefined ? claims : { ...claims, nonce };
}
