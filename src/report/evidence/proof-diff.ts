import { defined } from '../../defined.ts';
import type { DecodedProof } from '../../record/transcript.ts';
import { jsonText } from './json-text.ts';

/**
 * How a member of the tested proof stands to the control's. `fresh`: another value, as any two proofs have (`jti`, `iat`,
 * `nonce`), and no part of the delta. `alone`: there is no control.
 */
export type Mark = 'same' | 'fresh' | 'changed' | 'added' | 'removed' | 'alone';

export type MemberRow = {
  readonly name: string;
  readonly mark: Mark;
  readonly control?: string;
  readonly tested?: string;
};

export type ProofPart = {
  readonly part: 'header' | 'payload';
  readonly rows: readonly MemberRow[];
  /** Which side could not be decoded into a JSON object. */
  readonly unreadable: readonly ('control' | 'tested')[];
};

/** The tested proof beside the control's, member by member; members of objects (`jwk.x`) each by themselves. */
export function diffProofs(
  control: DecodedProof | undefined,
  tested: DecodedProof,
  delta: readonly string[],
): readonly ProofPart[] {
  return (['header', 'payload'] as const).map((part) => {
    const before = control && membersOf(control[part]);
    const after = membersOf(tested[part]);
    const names = new Set([...(before?.keys() ?? []), ...(after?.keys() ?? [])]);
    const unreadable = [
      ...(control !== undefined && before === undefined ? (['control'] as const) : []),
      ...(after === undefined ? (['tested'] as const) : []),
    ];
    const isAlone = before === undefined || after === undefined;
    return {
      part,
      rows: [...names].map((name) => row(name, before?.get(name), after?.get(name), { isAlone, delta })),
      unreadable,
    };
  });
}

type Circumstance = { readonly isAlone: boolean; readonly delta: readonly string[] };

function row(name: string, control: string | undefined, tested: string | undefined, how: Circumstance): MemberRow {
  return defined({ name, mark: markOf(name, control, tested, how), control, tested });
}

function markOf(name: string, control: string | undefined, tested: string | undefined, how: Circumstance): Mark {
  if (how.isAlone) return 'alone';
  if (control === undefined) return 'added';
  if (tested === undefined) return 'removed';
  if (control === tested) return 'same';
  return isFresh(name, control, tested) && !isNamed(name, how.delta) ? 'fresh' : 'changed';
}

const freshSeconds = 60;

/** RFC 9449 §4.2: every proof has its own `jti` and `iat`; a server may give out a new nonce with any answer. */
function isFresh(name: string, control: string, tested: string): boolean {
  switch (name) {
    case 'jti':
    case 'nonce':
      return control.startsWith('"') && tested.startsWith('"');
    case 'iat':
      return (
        /^\d+$/.test(control) && /^\d+$/.test(tested) && Math.abs(Number(control) - Number(tested)) <= freshSeconds
      );
    default:
      return false;
  }
}

function isNamed(name: string, delta: readonly string[]): boolean {
  return delta.some((line) => line.split(/[^A-Za-z]+/).includes(name));
}

const maxMembers = 200;

function membersOf(value: unknown): ReadonlyMap<string, string> | undefined {
  if (!isObject(value)) return undefined;
  const rows = Object.entries(value).flatMap(([name, member]): [string, string][] =>
    isObject(member) && Object.keys(member).length > 0
      ? Object.entries(member).map(([inner, text]) => [`${name}.${inner}`, jsonText(text)])
      : [[name, jsonText(member)]],
  );
  return new Map(rows.slice(0, maxMembers));
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
