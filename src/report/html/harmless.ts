import { cut, plainLines } from '../text/plain.ts';

const maxText = 8192;

type Members = Readonly<Record<string, unknown>>;

/** Bounds and cleans all texts, however deep. */
export function harmless(members: Members): Members {
  return membersOf(members, 0);
}

/** A plan of somebody else's suite may nest deeper than a stack is high. */
function harmlessValue(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return cut(plainLines(value), maxText);
  if (typeof value !== 'object' || value === null) return value;
  if (depth > 40) return '…';
  if (Array.isArray(value)) return value.map((item) => harmlessValue(item, depth + 1));
  return membersOf(value as Members, depth + 1);
}

function membersOf(members: Members, depth: number): Members {
  return Object.fromEntries(
    Object.entries(members).map(([name, member]) => [plainLines(name), harmlessValue(member, depth)]),
  );
}
