import { lines, thumbprint } from '../../suite/define.ts';
import type { Op } from '../../plan/ops.ts';
import { type Action, lawful, refused, step } from './step.ts';

const noProof = lines('absent');
const ownJkt: Op = { op: 'form-set', name: 'dpop_jkt', value: thumbprint('own') };
const badSignature: Op = { op: 'signature', edit: 'flip-first' };

/** What can be named beside a proof, or in its place, in a pushed request. */
export const parActions: readonly Action[] = [
  { id: 'jkt-agrees', weight: 1, make: () => step([ownJkt], lawful('RFC9449-10.1-08')) },
  {
    id: 'jkt-conflicts',
    weight: 1,
    make: () => step([{ ...ownJkt, value: thumbprint('other') }], refused(['RFC9449-10.1-07'], 'binding')),
  },
  {
    id: 'jkt-alone',
    weight: 1,
    needs: ['par-proof-optional'],
    make: () => step([noProof, ownJkt], { ...lawful('RFC9449-10.1-05'), atMost: 'warn' }),
  },
  {
    id: 'jkt-malformed',
    weight: 1,
    make: () => step([{ ...ownJkt, value: 'abc' }], refused(['RFC9449-10.1-07'], 'binding')),
  },
  {
    id: 'jkt-beside-bad-proof',
    weight: 1,
    make: () => step([badSignature], refused(['RFC9449-10.1-02'], 'proof'), { with: [ownJkt] }),
  },
];
