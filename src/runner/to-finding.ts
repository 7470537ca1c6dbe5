import type { Bench } from '../bench/bench.ts';
import { defined } from '../defined.ts';
import type { Basis } from '../record/basis.ts';
import type { Finding } from '../record/schema.ts';
import { roleOf } from '../suite/catalogue.ts';
import type { CaseResult } from './case-result.ts';
import type { Instance } from './select.ts';

export function toFinding(bench: Bench, instance: Instance, result: CaseResult, ms: number): Finding {
  const { suite, place, requirements, index } = instance;
  const subject = instance.kind === 'case' ? instance.case : instance.watch;
  const { why } = subject;
  return {
    type: 'finding',
    target: bench.loaded.descriptor.name,
    index,
    instance: instance.id,
    case: subject.id,
    suite: suite.id,
    suiteTitle: suite.title,
    section: suite.section,
    place,
    role: roleOf(place),
    title: subject.title,
    ...(why === undefined ? {} : { why }),
    requirements: requirements.map((requirement) => ({ ...requirement })),
    verdict: result.verdict,
    ...(result.attribution === undefined ? {} : { attribution: result.attribution }),
    reason: bench.redactor.quote(result.reason),
    assertions: result.assertions.map((assertion) => ({
      ...assertion,
      expected: bench.redactor.quote(assertion.expected),
      got: bench.redactor.quote(assertion.got),
    })),
    exchanges: [...result.exchanges],
    plan: subject,
    basis: maskedBasis(bench, result.basis),
    ms: Math.round(ms),
  };
}

/** The reasons of a basis may quote the target. */
function maskedBasis({ redactor }: Bench, basis: Basis): Basis {
  switch (basis.by) {
    case 'inapplicable':
    case 'blocked':
      return { ...basis, why: redactor.quote(basis.why) };
    case 'watch': {
      const blocked = basis.blocked === undefined ? undefined : redactor.quote(basis.blocked);
      const carried = basis.carried?.map((one) => ({
        ...one,
        expected: redactor.quote(one.expected),
        got: redactor.quote(one.got),
      }));
      return { by: 'watch', seen: basis.seen, ...defined({ blocked, carried }) };
    }
    default:
      return basis;
  }
}
