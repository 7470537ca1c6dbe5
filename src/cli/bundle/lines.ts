import type { Verified } from '../../app/bundle/verify.ts';
import { checks } from '../../bundle/trouble.ts';
import { roleNames } from '../../report/text/role-names.ts';
import { plainText } from '../../report/text/plain.ts';
import type { LevelStanding } from '../../verdict/levels/levels.ts';

/** A line for each role and profile: the level, and why not the next. */
export function levelLines(levels: readonly LevelStanding[]): readonly string[] {
  return levels.map(({ role, profile, level, lacks }) => {
    const said = level === 'none' ? 'no level' : `Proofmark evidence, ${level}`;
    const next = lacks === undefined ? '' : `; not the next, since ${plainText(lacks)}`;
    return `${roleNames[role]}, ${plainText(profile)}: ${said}${next}`;
  });
}

const results = ['VERIFIED', 'VERIFIED, but less than is asked for', '', 'CANNOT BE RECOMPUTED', 'NOT TO BE TRUSTED'];
const mostShown = 10;

/** What a check came to, check by check; the last line is the result. */
export function verifiedLines(verified: Verified): readonly string[] {
  const { exitCode, product, levels, digest, again, signature } = verified;
  const name =
    product === undefined ? [] : [`${product.project} ${product.version ?? '(no version)'} of ${product.organization}`];
  const counts =
    again === undefined ? [] : [`${again.judged} requests judged again, ${again.veiled} could not be (masked or cut)`];
  return [
    ...name.map(plainText),
    ...checks.flatMap((title, index) => checkLines(verified, title, index + 1)),
    ...counts,
    ...levelLines(levels),
    ...(signature.state === 'good' ? [`signed by ${signature.keyid ?? ''}`] : []),
    ...(digest === undefined ? [] : [`bundle.json sha256:${digest}`]),
    '',
    `${results[exitCode] ?? ''}, exit ${exitCode}`,
  ];
}

function checkLines({ troubles, again }: Verified, title: string, number: number): readonly string[] {
  const own = troubles.filter(({ check }) => check === number);
  const shown = own.slice(0, mostShown).map(({ where, problem }) => `      ${plainText(where)}: ${plainText(problem)}`);
  const more = own.length > mostShown ? [`      and ${own.length - mostShown} more`] : [];
  const bad = troubles.filter(({ kind }) => kind === 'tampered' || kind === 'unknown');
  const isSkipped = again === undefined && bad.length > 0 && number > Math.max(...bad.map(({ check }) => check));
  return [`${String(number).padStart(2)}  ${markOf(own, isSkipped).padEnd(9)}  ${title}`, ...shown, ...more];
}

function markOf(own: Verified['troubles'], isSkipped: boolean): string {
  if (own.some(({ kind }) => kind !== 'loud')) return 'FAILED';
  if (own.length > 0) return 'NOTE';
  return isSkipped ? 'not tried' : 'ok';
}
