/**
 * Names exchanges `target/instance#1`, `#2` and so on. Each instance has its own count, so that the ids do not depend on
 * which case was quicker. `part` sets those of a part of a run apart from those of the others.
 */
export function createExchangeIds(target: string, part = ''): (instance: string) => string {
  const counts = new Map<string, number>();
  return (instance) => {
    const next = (counts.get(instance) ?? 0) + 1;
    counts.set(instance, next);
    return `${target}/${instance}#${part}${next}`;
  };
}
