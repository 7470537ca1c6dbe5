import type { Finding } from '../record/schema.ts';
import type { GateWord } from '../record/scope.ts';

export type Weighed = Pick<Finding, 'verdict' | 'waiver' | 'crash' | 'news'>;

/** What can be asked of the gate, in the order in which it is shown. A `fail` always counts. */
export const gateWords: readonly GateWord[] = ['fail', 'warn', 'crash', 'skip'];

/** By which word of the gate a finding counts against its target. What is waived counts by none. */
export function againstBy(finding: Weighed, failOn: readonly GateWord[]): GateWord | undefined {
  const words = gateWords.filter((word) => word === 'fail' || failOn.includes(word));
  return finding.waiver === undefined ? words.find((word) => isOf(word, finding)) : undefined;
}

export function isAgainst(finding: Weighed, { failOn }: { readonly failOn: readonly GateWord[] }): boolean {
  return againstBy(finding, failOn) !== undefined;
}

function isOf(word: GateWord, { verdict, crash, news }: Weighed): boolean {
  switch (word) {
    case 'fail':
    case 'warn':
      return verdict === word;
    case 'crash':
      return crash === true;
    case 'skip':
      return news === true;
    default:
      return word satisfies never;
  }
}
