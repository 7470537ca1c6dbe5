import type { RoleContext } from '../context.ts';
import type { JsonObject } from './json.ts';
import { ProofRefused } from './refused.ts';

const understood = ['typ', 'alg', 'jwk'];

/** RFC 9449 4.3 check 4 and RFC 7515 4.1.11: no extension is understood, so any `crit` is refused. */
export function checkHeader(header: JsonObject, { policy, defects }: RoleContext): void {
  if (!typAccepted(header.typ, policy.typ, (id) => defects.has(id)))
    throw new ProofRefused('typ', 'typ is not dpop+jwt');
  const unencoded = defects.has('b64-false-accepted');
  const onlyB64 = Array.isArray(header.crit) && header.crit.every((name) => name === 'b64');
  if (Object.hasOwn(header, 'crit') && !defects.has('crit-ignored') && !(unencoded && onlyB64)) {
    throw new ProofRefused('crit', 'a critical extension is not understood');
  }
  // RFC 7797 7: JWTs never use it.
  if (Object.hasOwn(header, 'b64') && !unencoded) throw new ProofRefused('b64', 'b64 has no place in a JWT');
  if (defects.has('unknown-header-refused') && Object.keys(header).some((name) => !understood.includes(name))) {
    throw new ProofRefused('header', 'a header member is not understood');
  }
}

type TypDefect =
  | 'typ-folded'
  | 'c-string-compared'
  | 'typ-missing-accepted'
  | 'typ-unchecked'
  | 'typ-prefix-compared'
  | 'typ-jwt-accepted';

function typAccepted(typ: unknown, mode: 'exact' | 'media-type', has: (id: TypDefect) => boolean): boolean {
  if (typ === undefined) return has('typ-missing-accepted');
  if (typ === 'dpop+jwt' || has('typ-unchecked')) return true;
  if (typeof typ !== 'string') return false;
  if (typ.normalize('NFKC') === 'dpop+jwt') return has('typ-folded');
  if (typ.startsWith('dpop+jwt\0') && has('c-string-compared')) return true;
  if (typ.startsWith('dpop+jwt')) return has('typ-prefix-compared');
  if (typ === 'JWT') return has('typ-jwt-accepted');
  return mode === 'media-type' && /^(application\/)?dpop\+jwt$/i.test(typ);
}

/** Only for the defect of fetching URLs from an untrusted header (RFC 8725 3.10). */
export async function fetchKeyUrls(header: JsonObject): Promise<void> {
  for (const url of [header.jku, header.x5u]) {
    if (typeof url !== 'string' || !URL.canParse(url)) continue;
    try {
      const answer = await fetch(url, { signal: AbortSignal.timeout(1000) });
      await answer.body?.cancel();
    } catch {
      // The answer does not matter. The request itself is the harm.
    }
  }
}
