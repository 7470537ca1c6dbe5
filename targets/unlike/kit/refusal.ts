/** A request is refused, with a code of RFC 6749, RFC 6750 or RFC 9449. */
export class Refusal extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

export function badProof(why: string): Refusal {
  return new Refusal('invalid_dpop_proof', why);
}

/** What a proof says, once its signature holds. */
export type Opened = { readonly claims: Readonly<Record<string, unknown>>; readonly jkt: string };
