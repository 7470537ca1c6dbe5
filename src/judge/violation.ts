import type { Violation } from './types.ts';

export const must = (requirement: string, detail: string, atMost?: 'warn'): Violation => ({
  requirement,
  level: 'must',
  detail,
  ...(atMost === undefined ? {} : { atMost }),
});
export const should = (requirement: string, detail: string): Violation => ({ requirement, level: 'should', detail });
export const may = (requirement: string, detail: string): Violation => ({ requirement, level: 'may', detail });
export const liberty = (requirement: string, detail: string, atMost?: 'warn' | 'info'): Violation => ({
  requirement,
  level: 'liberty',
  detail,
  ...(atMost === undefined ? {} : { atMost }),
});

export const isMust = ({ level }: Violation): boolean => level === 'must';

/** A JSON value as a detail shows it: short and printable. It never walks into a deep structure. */
export const shown = (value: unknown): string => {
  if (typeof value === 'string') return JSON.stringify(value.length > 80 ? `${value.slice(0, 80)}…` : value);
  if (value === undefined) return 'absent';
  if (value === null || typeof value === 'number' || typeof value === 'boolean') return String(value);
  return Array.isArray(value) ? 'an array' : 'an object';
};
