import type { Finding } from './schema.ts';

/** Gives findings that have the same plan, or the same requirements, the same objects for them. */
export function shareParts(): (finding: Finding) => Finding {
  const plan = sharer<unknown>();
  const requirements = sharer<Finding['requirements']>();
  return (finding) => ({ ...finding, plan: plan(finding.plan), requirements: requirements(finding.requirements) });
}

function sharer<Part>(): (part: Part) => Part {
  const known = new Map<string, Part>();
  return (part) => {
    const text = textOf(part);
    if (text === undefined) return part;
    const first = known.get(text) ?? part;
    known.set(text, first);
    return first;
  };
}

/** A plan of somebody else's suite may nest deeper than JSON can be written. */
function textOf(part: unknown): string | undefined {
  try {
    return JSON.stringify(part);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
