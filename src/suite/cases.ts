import type { Op } from '../plan/ops.ts';
import { proofPlaces } from './define.ts';
import type { Case, ExchangeSpec, Expectation, Place, RequiredCheck, Watch } from './schema.ts';

/** What cases and watches are written with: named fields in, plain data out. */

/** Without `at` a case is tried wherever a proof is sent. */
type CaseFields = Omit<Case, 'at' | 'exchanges'> & { readonly at?: Place[] };

type SingleFields = CaseFields & {
  /** Lawful adjustments that the control makes too. */
  readonly with?: Op[];
  /** What differs from the control; without it the plain lawful request is sent. */
  readonly delta?: Op[];
  readonly checks?: RequiredCheck[];
};

/** The request with `delta` has to be refused; the fault is in the proof unless `fault` says otherwise. */
export function rejects(fields: SingleFields & { readonly delta: Op[] }): Case {
  return single('refuse', { fault: 'proof', ...fields });
}

/** The request with `delta` is lawful and has to be answered as the plain one is. */
export function accepts(fields: SingleFields): Case {
  return single('accept', fields);
}

/** Both answers are lawful: only recorded, but for the checks. */
export function observes(fields: SingleFields): Case {
  return single('observe', fields);
}

/** The request with `delta` has to be answered with a demand for a nonce. */
export function challenges(fields: SingleFields & { readonly delta: Op[] }): Case {
  return single('challenge', { fault: 'nonce', ...fields });
}

/** Several exchanges in order; the last one proves the first requirement. */
export function sequence(fields: CaseFields & Pick<Case, 'exchanges'>): Case {
  const { id, title, requirements, at = proofPlaces, exchanges, ...rest } = fields;
  return { id, title, requirements: withImplied(requirements, fields), at, ...rest, exchanges };
}

export function watch(watch: Watch): Watch {
  return watch;
}

function single(expect: Expectation, { with: adjustments, delta = [], checks, ...fields }: SingleFields): Case {
  const exchange: ExchangeSpec = {
    ...(adjustments === undefined ? {} : { with: adjustments }),
    delta,
    expect,
    ...(checks === undefined ? {} : { checks }),
  };
  return sequence({ ...fields, exchanges: [exchange] });
}

/** What checks and `whereClaimed` name stands among the requirements of the case too. */
function withImplied(own: readonly string[], { whereClaimed, exchanges }: Pick<Case, 'whereClaimed' | 'exchanges'>) {
  const checked = exchanges.flatMap(({ checks = [] }) => checks.map(({ requirement }) => requirement));
  return [...new Set([...own, ...(whereClaimed === undefined ? [] : [whereClaimed.requirement]), ...checked])];
}
