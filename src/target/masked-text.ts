import { hash } from 'node:crypto';
import { isMap, isScalar, parseDocument } from 'yaml';
import { isUnguessable } from '../wire/mask.ts';

/** Names of variables that hold secrets. */
const secretName = /(?:^|_)(?:key|pin|otp|pwd)(?:_|$)|secret|passw|passphrase|token|credential/i;
/** Made anew in each run, and no secret as it stands there. */
const placeholder = /^\{random\.[\w-]+\}$/;

type Literal = { readonly name: string; readonly value: string; readonly start: number; readonly end: number };

/**
 * The text of a descriptor as it may be published. Secrets are `{ env: NAME }` and stand in no descriptor, but in the `env` of a
 * server that it launches, which may be one for tests: these become `‹NAME …›`. `secrets`: the values behind all `{ env: NAME }`.
 */
export function maskedText(text: string, secrets: ReadonlyMap<string, string>): string {
  const values = new Set(secrets.values());
  const secret = launchLiterals(text).filter(
    ({ name, value }) => !placeholder.test(value) && (secrets.has(name) || values.has(value) || secretName.test(name)),
  );
  const masked = secret
    .toReversed()
    .reduce(
      (all, { name, value, start, end }) =>
        `${all.slice(0, start)}${JSON.stringify(`‹${name} ${markOf(value)}›`)}${all.slice(end)}`,
      text,
    );
  // A comment may hold one too.
  const found = [...secrets].filter(([, value]) => value.length >= leastFound);
  return found.reduce((all, [name, value]) => all.replaceAll(value, `‹${name} masked›`), masked);
}

/** Shorter ones may be words of the descriptor itself. */
const leastFound = 8;

/** A digest, where nobody can guess what it is of. */
function markOf(value: string): string {
  return isUnguessable(value) ? `sha256:${hash('sha256', value, 'base64url')} ${value.length}` : 'masked';
}

/** The texts in the `env` of all that is launched, in their order. */
function launchLiterals(text: string): readonly Literal[] {
  const launch: unknown = parseDocument(text, { version: '1.2' }).get('launch', true);
  const each = isMap(launch) ? [launch] : itemsOf(launch);
  const pairs = each.flatMap((one) => {
    const env: unknown = isMap(one) ? one.get('env', true) : undefined;
    return isMap(env) ? env.items : [];
  });
  return pairs.flatMap(({ key, value }) => {
    if (!isScalar(value) || typeof value.value !== 'string' || !value.range) return [];
    const [start, last] = value.range;
    // What is written in a block ends with its line.
    const end = text[last - 1] === '\n' ? last - 1 : last;
    return [{ name: String(isScalar(key) ? key.value : key), value: value.value, start, end }];
  });
}

function itemsOf(node: unknown): readonly unknown[] {
  const items: unknown = typeof node === 'object' && node !== null && 'items' in node ? node.items : [];
  return Array.isArray(items) ? items : [];
}
