import type { SuiteLock } from '../record/suite-lock.ts';

type Digests = Readonly<Record<string, string>>;

/** In what the rules of a record are others than those of this build, in a sentence; `undefined`: they are the same. */
export function lockDifference(theirs: SuiteLock, ours: SuiteLock): string | undefined {
  if (theirs.proofmark !== ours.proofmark)
    return `it was made by Proofmark ${theirs.proofmark}, and this is ${ours.proofmark}: verify it with that version`;
  return (
    digestsDifference('case', theirs.cases, ours.cases) ??
    digestsDifference('requirement', theirs.requirements, ours.requirements) ??
    digestsDifference('profile', theirs.profiles, ours.profiles) ??
    (theirs.policy === ours.policy ? undefined : 'breaches are graded by another severity policy') ??
    (theirs.judge === ours.judge ? undefined : 'requests are judged by another judge')
  );
}

function digestsDifference(what: string, theirs: Digests, ours: Digests): string | undefined {
  const names = new Set([...Object.keys(theirs), ...Object.keys(ours)]);
  const name = [...names].find((one) => theirs[one] !== ours[one]);
  if (name === undefined) return undefined;
  if (ours[name] === undefined) return `the ${what} ${name} is none of this build`;
  if (theirs[name] === undefined) return `the ${what} ${name} of this build is not in its lock`;
  return `the ${what} ${name} is another one than in this build`;
}
