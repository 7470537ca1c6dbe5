import { defined } from '../defined.ts';
import type { Op } from '../plan/ops.ts';
import { proofPlaces } from './define.ts';
import type { Case, ExchangeSpec, Expectation, Place, RequiredCheck, Watch } from './schema.ts';

/** Functions that write cases and watches: named fields in, plain data out. */

/** Without `at`, a case is tried at every place that takes a proof. */
type CaseFields = Omit<Case, 'at' | 'exchanges'> & { readonly at?: Place[] };

type SingleFields = CaseFields & {
  /** Lawful changes that the control has too. */
  readonly with?: Op[];
  /** The difference from the control. Without it the plain lawful request is sent. */
  readonly delta?: Op[];
  readonly checks?: RequiredCheck[];
};

/** The request with `delta` has to be refused. The fault is in the proof unless `fault` names another place. */
export function rejects(fields: SingleFields & { readonly delta: Op[] }): Case {
  return single('refuse', { fault: 'proof', ...fields });
}

/** The request with `delta` is lawful and has to be answered as the plain one is. */
export function accepts(fields: SingleFields): Case {
  return single('accept', fields);
}

/** Both answers are lawful. The case records the answer and judges only its checks. */
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
    ...defined({ with: adjustments }),
    delta,
    expect,
    ...defined({ checks }),
  };
  return sequence({ ...fields, exchanges: [exchange] });
}

/** Adds the requirements of the checks and of `whereClaimed` to those of the case. */
function withImplied(own: readonly string[], { whereClaimed, exchanges }: Pick<Case, 'whereClaimed' | 'exchanges'>) {
  const checked = exchanges.flatMap(({ checks = [] }) => checks.map(({ requirement }) => requirement));
  return [...new Set([...own, ...(whereClaimed === undefined ? [] : [whereClaimed.requirement]), ...checked])];
}
