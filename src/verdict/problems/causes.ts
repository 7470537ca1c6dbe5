import type { Cause } from './cause.ts';
import { anyThief } from './cause.ts';
import { clientCauses } from './of-clients.ts';
import { proofCauses } from './of-proofs.ts';
import { serverCauses } from './of-servers.ts';

/** Where the server looks at no part of the proof, all its single checks are missing. */
export const uncheckedProof: Cause = { id: 'proof', about: 'the proof as a whole', harm: anyThief, rows: '' };

/** Where neither the proof nor who sends the request is looked at, nothing is. */
export const uncheckedRequest: Cause = {
  id: 'request',
  about: 'requests as a whole',
  harm: 'Anybody gets whatever is asked for: nothing of a request is looked at.',
  rows: '',
};

/** What comes of it where a request is answered with a crash, or not at all. */
export const crashCause: Cause = {
  id: 'crash',
  about: 'requests that are not answered in good order',
  harm: 'Anybody can disturb the server for others, and nobody can see whether the check that failed is there at all.',
  rows: 'PM-ROBUST',
};

const causes: readonly Cause[] = [uncheckedProof, uncheckedRequest, crashCause, ...proofCauses, ...serverCauses];

const ofProofs: ReadonlySet<string> = new Set([...proofCauses.map(({ id }) => id), 'no-proof']);

/** Whether its breaches are explained where the server looks at no part of the proof. */
export function isOfProof(cause: string): boolean {
  return ofProofs.has(cause);
}

/** Of a requirement from a suite of the user's own, which no cause names, the requirement is the cause. */
export function causeOf(requirement: string, role: 'as' | 'rs' | 'client' = 'as'): Cause | undefined {
  const found = (role === 'client' ? clientCauses : causes).flatMap((cause) =>
    cause.rows.split(' ').flatMap((row) => (names(row, requirement) ? [{ cause, fit: fitOf(row) }] : [])),
  );
  return found.toSorted((a, b) => b.fit - a.fit)[0]?.cause;
}

function fitOf(row: string): number {
  return row.endsWith('*') ? row.length - 1 : Infinity;
}

function names(row: string, requirement: string): boolean {
  return row.endsWith('*') ? requirement.startsWith(row.slice(0, -1)) : row === requirement;
}
