import type { Finding, RunStarted } from '../../record/schema.ts';

/** Where a user looks first: the descriptor of a target, and the line where the server in question begins; else its first. */
export type PlaceInFile = { readonly file: string; readonly line: number };

export function placeInFile(
  { targets }: Pick<RunStarted, 'targets'>,
  { target, role }: Pick<Finding, 'target'> & { readonly role?: Finding['role'] },
): PlaceInFile {
  const { descriptor = '', lines = {} } = targets.find(({ name }) => name === target) ?? {};
  return { file: descriptor, line: (role === undefined ? undefined : lines[role]) ?? 1 };
}
