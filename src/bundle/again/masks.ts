/** How a record shows a secret: its label and a fingerprint, which is a digest only where nobody can guess the secret. */
const pattern = /‹([^‹›]+) (?:sha256:([\w-]{43}) \d+|#([0-9a-f]{8}))›/g;

/** Masks as texts without blanks, that can stand for tokens. */
export function withoutMasks(text: string): string {
  return text.replaceAll(pattern, (_, _label: string, digest?: string, mark?: string) =>
    digest === undefined ? `mask.${mark ?? ''}` : nameOf(digest),
  );
}

/** The digests of all masked tokens in a text (SHA-256, base64url). */
export function digestsIn(text: string): readonly string[] {
  return [...text.matchAll(pattern)].flatMap(([, , digest]) => digest ?? []);
}

/** What stands for a token of which only the digest is known. */
export function nameOf(digest: string): string {
  return `sha256.${digest}`;
}

/** Whether a part of it is masked or cut, so that it is not as it went over the wire. */
export function isVeiled(text: string): boolean {
  return text.includes('‹');
}
