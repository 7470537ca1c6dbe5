import { type Clock, ourClock } from '../../bench/facts.ts';
import type { Role } from '../../bench/nonces.ts';
import type { Sent } from '../../exchange/sent.ts';
import type { Op } from '../../plan/ops.ts';
import type { Inspection } from '../inspection.ts';
import { withoutNonce } from '../nonces.ts';

/** Where the clock of a server is found out. */
export type Station = {
  readonly inspection: Inspection;
  readonly place: 'token' | 'resource';
  readonly role: Role;
  /** Sends the plain lawful request in all ways that the server may want it: with other algorithms, with a nonce. */
  readonly attempt: () => Promise<Sent>;
  /** Sends it once, with these ops. */
  readonly once: (ops: readonly Op[]) => Promise<Sent>;
  /** Each request takes a login, so that few are sent. */
  readonly isCostly: boolean;
};

/** A request that shows by its answer whether the server takes its time. */
export type Probe = { readonly ops: readonly Op[]; readonly isTaken: (sent: Sent) => boolean };

export const plainProbe: Probe = { ops: [], isTaken: ({ outcome }) => outcome.class === 'accepted' };

/** Without a nonce. Where a nonce stands in for the age (RFC 9449 §11.1), the age shows only so. */
export const bareProbe: Probe = {
  ops: withoutNonce,
  isTaken: ({ outcome }) => outcome.class === 'accepted' || outcome.class === 'challenged',
};

/** Dates all that is sent to the server from now on, and not a second back any more. */
export function setClock({ inspection, role }: Station, clock: Partial<Clock>): void {
  const { clocks, datedBack } = inspection.bench.facts;
  clocks[role] = { ...ourClock, ...clock };
  datedBack.delete(role);
}

/** Sends the probe, dated by a clock that is ahead of ours by so many seconds. */
export async function sendAt(station: Station, { ops }: Probe, offset: number): Promise<Sent> {
  setClock(station, { offset, isInStep: false });
  return station.once(ops);
}

export async function isTakenAt(station: Station, probe: Probe, offset: number): Promise<boolean> {
  return probe.isTaken(await sendAt(station, probe, offset));
}
