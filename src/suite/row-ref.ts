import type { Requirement } from './catalogue.ts';

/** A requirement as exclusions and profiles name it: for one role, or without a role for every role that it binds. */
export type RowRef = { readonly requirement: string; readonly role?: 'as' | 'rs' | 'client' };

export function isRow({ id, role }: Pick<Requirement, 'id' | 'role'>, ref: RowRef): boolean {
  return ref.requirement === id && role !== 'client' && (ref.role === undefined || ref.role === role);
}
