import { setSpareBits } from './segments.ts';
import { otherSignature } from './signature.ts';

/** Writes the same proof as another text, for servers which remember the texts of proofs. */
export function respell(proof: string, edit: 'negate-s' | 'spare-bits'): string {
  const [header = '', payload = '', signature = ''] = proof.split('.');
  if (edit === 'spare-bits') return `${header}.${payload}.${setSpareBits(signature)}`;
  const negated = otherSignature(algOf(header), Buffer.from(signature, 'base64url'));
  return `${header}.${payload}.${negated.toString('base64url')}`;
}

function algOf(header: string): string {
  return /"alg":"(\w+)"/.exec(Buffer.from(header, 'base64url').toString('utf8'))?.[1] ?? 'an unknown algorithm';
}
