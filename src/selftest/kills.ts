import type { Finding, Verdict } from '../record/schema.ts';

/** A case that came out worse on a mutant than on the sound server from which the mutant was made. */
export type Kill = {
  readonly instance: string;
  readonly case: string;
  readonly verdict: 'fail' | 'warn' | 'note';
  readonly requirements: readonly string[];
};

const rank: Readonly<Record<Verdict, number>> = { pass: 0, skip: 0, blocked: 0, error: 0, note: 1, warn: 2, fail: 3 };

/** Cases with a worse verdict on the mutant than on its base, or with another observation where both are only noted. */
export function killsOf(base: readonly Finding[], mutant: readonly Finding[]): readonly Kill[] {
  const sound = new Map(base.map((finding) => [finding.instance, finding]));
  return mutant.flatMap((finding): Kill[] => {
    const before = sound.get(finding.instance);
    const { verdict } = finding;
    if (before === undefined || !(verdict === 'fail' || verdict === 'warn' || verdict === 'note')) return [];
    const worse = rank[verdict] > rank[before.verdict];
    const different = verdict === 'note' && before.verdict === 'note' && observation(finding) !== observation(before);
    if (!worse && !different) return [];
    return [
      {
        instance: finding.instance,
        case: finding.case,
        verdict,
        requirements: finding.requirements.map(({ id }) => id),
      },
    ];
  });
}

/** What was seen, without how often. Three digits are a status. */
function observation({ reason }: Finding): string {
  return reason.replaceAll(/ \(\d+ of \d+\)|\b(?![1-5]\d\d\b)\d+/g, '');
}

/** The kills that count: by cases that name a requirement which the mutant breaks. */
export function namedKills(kills: readonly Kill[], requirements: readonly string[]): readonly Kill[] {
  const wanted = new Set(requirements);
  return kills.filter((kill) => kill.requirements.some((id) => wanted.has(id)));
}
