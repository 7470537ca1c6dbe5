import { plainText } from '../../report/text/plain.ts';
import type { LevelStanding } from '../../verdict/levels/levels.ts';

const roles = { as: 'authorization server', rs: 'resource server' } as const;

/** A line for each role and profile: the level, and why not the next. */
export function levelLines(levels: readonly LevelStanding[]): readonly string[] {
  return levels.map(({ role, profile, level, lacks }) => {
    const said = level === 'none' ? 'no level' : `Proofmark evidence, ${level}`;
    const next = lacks === undefined ? '' : `; not the next, since ${plainText(lacks)}`;
    return `${roles[role]}, ${plainText(profile)}: ${said}${next}`;
  });
}
