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
