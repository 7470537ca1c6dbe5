import { variant, type Variant } from './row.ts';

/** Lawful choices about the text of proofs, their URI, and replays. */
export const proofVariants: readonly Variant[] = [
  variant({
    id: 'strict',
    policy: {},
    summary: 'The strictest lawful server.',
    lawful: 'It satisfies every MUST and SHOULD.',
  }),
  variant({
    id: 'no-replay-detection',
    policy: { replay: 'off' },
    summary: 'A proof may be used again within its window.',
    lawful: 'RFC 9449 11.1: servers "can" store jti; no BCP 14 keyword.',
    claims: { replay: false },
  }),
  variant({
    id: 'spare-bits-ignored',
    policy: { spareBits: 'ignored' },
    summary: 'Unused bits at the end of a base64url segment are ignored.',
    lawful: 'RFC 4648 3.5: decoders MAY reject them.',
  }),
  variant({
    id: 'replicas',
    policy: { replicas: 'sharing' },
    summary: 'Two servers stand behind each name and share all they know.',
    lawful: 'No text says how many servers a server is.',
  }),
  variant({
    id: 'replicas-remembering-apart',
    policy: { replicas: 'remembering-apart' },
    summary: 'Two servers stand behind each name and remember jti apart.',
    lawful: 'RFC 9449 11.1: not always feasible when multiple servers behind a single endpoint have no shared state.',
    claims: { replay: false },
  }),
  variant({
    id: 'htu-exact-string',
    policy: { htuMatch: 'exact' },
    summary: 'htu is compared as text, without normalisation.',
    lawful: 'RFC 9449 4.3: normalisation is a SHOULD.',
  }),
  variant({
    id: 'htu-query-refused',
    policy: { htuExtras: 'refused' },
    summary: 'An htu with query or fragment is refused.',
    lawful: 'RFC 9449 4.2: htu is defined without them.',
  }),
  variant({
    id: 'htu-query-tolerated',
    policy: { htuExtras: 'query-ignored' },
    summary: 'A query in htu is ignored, a fragment refused.',
    lawful: 'RFC 9449 4.3 check 9 ignores it, 4.2 defines htu without it.',
  }),
];
