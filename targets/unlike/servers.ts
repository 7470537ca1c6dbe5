import { counterDesk } from './counter-desk.ts';
import { fiveSeconds } from './five-seconds.ts';
import { frontOffice } from './front-office.ts';
import { hourAhead } from './hour-ahead.ts';
import { narrowLane } from './narrow-lane.ts';
import type { Unlike } from './kit/unlike.ts';
import { plainOld } from './plain-old.ts';
import { proofOrNothing } from './proof-or-nothing.ts';
import { sealedTime } from './sealed-time.ts';
import { tightGate } from './tight-gate.ts';
import { toolBox } from './tool-box.ts';
import { twoNodes } from './two-nodes.ts';

export const unlikeServers: readonly Unlike[] = [
  plainOld,
  fiveSeconds,
  toolBox,
  counterDesk,
  sealedTime,
  frontOffice,
  tightGate,
  proofOrNothing,
  hourAhead,
  twoNodes,
  narrowLane,
];
