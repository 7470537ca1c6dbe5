import type { nodeDefects } from '../defects/nodes.ts';
import type { Probe } from './probe-kit.ts';
import { describe, sendProof } from './proof-probe.ts';

/** Enough to reach each instance. */
const manyTimes: Probe = async (world) => {
  const seen: string[] = [];
  for (let round = 0; round < 12; round += 1) seen.push(describe(await sendProof(world)));
  return seen.join(' ');
};

export const nodeProbes: Readonly<Record<(typeof nodeDefects)[number]['id'], Probe>> = {
  'node-crashes': manyTimes,
  'node-clock-ahead': manyTimes,
  'node-store-lies': manyTimes,
  'node-lacks-key': manyTimes,
  'token-refused-at-times': manyTimes,
};
