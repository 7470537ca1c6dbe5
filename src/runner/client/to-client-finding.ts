import type { Finding } from '../../record/schema.ts';
import type { ClientInstance } from './instances.ts';
import type { ClientResult } from './run-cases.ts';
import type { ClientStage } from './stage.ts';

export function toClientFinding(
  { name }: ClientStage,
  instance: ClientInstance,
  result: ClientResult,
  ms: number,
): Finding {
  const { suite, requirements, index, id } = instance;
  const subject = instance.kind === 'case' ? instance.case : instance.watch;
  return {
    type: 'finding',
    target: name,
    index,
    instance: id,
    case: subject.id,
    suite: suite.id,
    suiteTitle: suite.title,
    section: suite.section,
    place: subject.place,
    role: 'client',
    title: subject.title,
    ...(subject.why === undefined ? {} : { why: subject.why }),
    requirements: requirements.map((requirement) => ({ ...requirement })),
    verdict: result.verdict,
    ...(result.attribution === undefined ? {} : { attribution: result.attribution }),
    reason: result.reason,
    assertions: [...result.assertions],
    exchanges: [...result.exchanges],
    plan: subject,
    basis: result.basis,
    ms: Math.round(ms),
  };
}
