/** Lawful peculiarities that hide a defect, or spoil the state in which it could be seen. */
const masks = [
  'nonce-required',
  'nonce-rotating',
  'nonce-single-use',
  'nonce-first',
  'checks-reversed',
  'token-first',
  'client-auth-first',
  'proof-first',
  'burns-grant-on-failure',
  'jti-stored-first',
  'opaque-tokens',
  'no-error-codes',
  'clock-40-s-ahead',
  'lawful-answer-422',
] as const;

/** A choice of defects against RFC 9449 §4.3 and the rules that build on it. */
const defects = [
  'as-typ-unchecked',
  'as-alg-none-accepted',
  'as-signature-unchecked',
  'as-private-ec-accepted',
  'as-jti-missing-accepted',
  'as-htm-unchecked',
  'as-htu-path-unchecked',
  'as-iat-missing-accepted',
  'as-replay-accepted',
  'as-refresh-other-key',
  'as-par-conflict-accepted',
  'rs-typ-unchecked',
  'rs-signature-unchecked',
  'rs-htm-unchecked',
  'rs-htu-host-unchecked',
  'rs-ath-unchecked',
  'rs-key-binding-unchecked',
  'rs-two-headers-first',
  'rs-replay-accepted',
  'rs-bound-as-bearer',
] as const;

/** These defects cannot be seen: a proof sent again is refused for its nonce. */
const invisible: ReadonlySet<string> = new Set(
  ['as-replay-accepted', 'rs-replay-accepted'].map((id) => behind(id, 'nonce-single-use')),
);

/** Every defect behind every mask; unless `full`, each defect behind a sixth of them. */
export function maskedMutants(full: boolean): readonly string[] {
  return defects.flatMap((defect, row) =>
    masks
      .filter((_, column) => full || (row + column) % 6 === 0)
      .map((mask) => behind(defect, mask))
      .filter((id) => !invisible.has(id)),
  );
}

function behind(mutant: string, mask: string): string {
  return `${mutant} behind ${mask}`;
}

export function readMasked(id: string): { readonly mutant: string; readonly mask: string } {
  const [mutant = '', mask = ''] = id.split(' behind ');
  return { mutant, mask };
}
