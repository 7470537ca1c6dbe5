import { hash } from 'node:crypto';

/** How many characters of an answer the record keeps: of the body, of one field value, and of all field lines together. */
export type EvidenceLimits = { readonly body: number; readonly line: number; readonly head: number };

export const usualLimits: EvidenceLimits = { body: 8 * 1024, line: 16 * 1024, head: 16 * 1024 };
export const scantLimits: EvidenceLimits = { body: 512, line: 256, head: 2048 };

/** Bytes of a record that the answers of one target may take beyond what is ordinary. */
const mostBytes = 8 * 1024 ** 2;
const ordinaryBytes = 2 * 1024;

export type Allowance = {
  readonly limits: () => EvidenceLimits;
  /** Notes an answer as the record keeps it. */
  readonly spend: (answer: object) => void;
};

/** Keeps a record from growing with what a target sends: after many large answers less is kept of each. */
export function createAllowance(): Allowance {
  let spent = 0;
  return {
    limits: () => (spent < mostBytes ? usualLimits : scantLimits),
    spend: (answer) => {
      spent += Math.max(0, Buffer.byteLength(JSON.stringify(answer)) - ordinaryBytes);
    },
  };
}

/** What stands in the place of a rest that is not kept. `whole` is what the digest is of. */
export function cutMark(more: number, whole: string): string {
  return `‹${more} more characters not kept, SHA-256 of the whole ${hash('sha256', whole)}›`;
}
