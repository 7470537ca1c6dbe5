import * as z from 'zod';
import { Op } from '../../plan/ops.ts';
import type { PlanValue } from '../../plan/values.ts';
import type { TokenRef } from '../../plan/token-ref.ts';
import { isTokenOp, tokenOps } from './token-ops.ts';
import { type Schema, wordsIn, wordsOf } from './schema-words.ts';
import { athValues, claimValues, headerValues, oddJson, proofTexts } from './values.ts';

/** Where proofs are taken, and so where there is something to fuzz. */
export const fuzzPlaces = ['token', 'par', 'resource'] as const;
export type FuzzPlace = (typeof fuzzPlaces)[number];

/**
 * Left out of single requests. Those about grants need a model of what came before; the judge sees the bytes
 * of one request. Another method, path or query may lead to something that nobody protects (request-attacks.ts says where
 * not).
 */
const notSingle: ReadonlySet<Op['op']> = new Set([
  'method',
  'preflight',
  'query',
  'path',
  'authorization',
  'refresh-token',
  'grant-of',
  'form-set',
  'form-remove',
  'proof-of',
]);

const atResource: ReadonlySet<Op['op']> = new Set([
  'authorization-scheme',
  'authorization-spaces',
  'authorization-field',
  'authorization-second',
  'access-token',
  'access-token-in',
  'credentials',
]);

/** Access tokens that a resource server may take for good ones, at least for a while. */
const doubtful: ReadonlySet<TokenRef> = new Set(['revoked', 'elsewhere', 'aged', 'fresh']);

/** Whether an op says anything at a place, and something that one request can be judged by. */
export function isOpFor(place: FuzzPlace, op: Op): boolean {
  if (notSingle.has(op.op)) return false;
  if (op.op === 'access-token' && doubtful.has(op.use)) return false;
  if (op.op === 'proof-from' && op.source !== 'access-token') return place === 'token' && op.source !== 'id-token';
  return place === 'resource' ? op.op !== 'client-auth' : !atResource.has(op.op) && !isTokenOp(op);
}

/**
 * Every op there is a reason to try at a place, each alone: a fixed list, in a fixed order. `canMint`: those on access
 * tokens that Proofmark signs too.
 */
export function singleOps(place: FuzzPlace, canMint: boolean): readonly Op[] {
  const all = [...spelledOut(), ...freeOps(place), ...tokenOps];
  return distinct(all.filter((op) => isOpFor(place, op) && (canMint || !isTokenOp(op))));
}

function distinct(ops: readonly Op[]): readonly Op[] {
  return [...new Map(ops.map((op) => [JSON.stringify(op), op])).values()];
}

const manyCombinations = 60;

/** Ops of the suite language whose members are all lists of words: every combination, new ones of a later day included. */
function spelledOut(): readonly Op[] {
  return (z.toJSONSchema(Op).oneOf ?? []).flatMap((schema) => {
    const combined = combinationsOf(schema);
    return combined === undefined ? [] : (combined as Op[]);
  });
}

function combinationsOf({ properties = {}, required = [] }: Schema): readonly object[] | undefined {
  let found: readonly object[] = [{}];
  for (const [name, schema] of Object.entries(properties)) {
    const words = wordsOf(schema as Schema);
    if (words === undefined) {
      if (required.includes(name)) return undefined;
      continue;
    }
    const set = found.flatMap((object) => words.map((word) => ({ ...object, [name]: word })));
    found = required.includes(name) ? set : [...found, ...set];
  }
  return found.length > manyCombinations ? undefined : found;
}

/** Ops with members that are free text or numbers, tried with values there is a reason for. */
function freeOps(place: FuzzPlace): readonly Op[] {
  const claims = place === 'resource' ? [...claimNames, 'ath'] : claimNames;
  return [
    ...['typ', 'alg', 'jwk'].map((name): Op => ({ op: 'header-remove', name })),
    ...claims.map((name): Op => ({ op: 'claim-remove', name })),
    ...settings('header-set', headerValues),
    ...oddValues('header-set', ['typ', 'alg', 'jwk']),
    ...edited('header-set', 'header', ['typ', 'alg']),
    ...edited('claim-set', 'payload', place === 'resource' ? ['jti', 'htm', 'htu', 'ath'] : ['jti', 'htm', 'htu']),
    ...onBytes,
    ...settings('claim-set', place === 'resource' ? { ...claimValues, ath: athValues } : claimValues),
    ...oddValues('claim-set', claims),
    ...duplicates(place),
    ...proofTexts.map((text): Op => ({ op: 'proof-text', text })),
    ...ofKeys,
    ...ofFields,
  ];
}

const ofKeys: readonly Op[] = [
  ...(['other', 'nobody', 'hmac-jwk', 'hmac-pem', 'hmac-oct'] as const).map((by): Op => ({ op: 'sign', by })),
  ...(['other', 'zero-x', 'zero-y'] as const).map((use): Op => ({ op: 'key', use })),
  ...(['ES384', 'RS256', 'PS256', 'EdDSA', 'Ed25519'] as const).map((alg): Op => ({ op: 'key', use: 'other', alg })),
];

const ofFields: readonly Op[] = [
  ...['dpop', 'DPOP', 'dPoP', 'X-DPoP', 'DPoP-Proof'].map((name): Op => ({ op: 'dpop-field', name })),
  ...[1, 50].map((count): Op => ({ op: 'many-fields', count })),
  { op: 'field', name: 'DPoP-Nonce', value: 'made-up' },
  { op: 'field', name: 'X-Unknown', value: 'y' },
  ...['', 'dpop', 'DPOP', 'Bearer', 'bearer', 'BEARER', 'Basic', 'DPoP,', 'JWT'].map((value): Op => ({
    op: 'authorization-scheme',
    value,
  })),
  ...[2, 8].map((count): Op => ({ op: 'authorization-spaces', count })),
  { op: 'authorization-spaces', count: 1, of: 'tab' },
  ...['Bearer', 'DPoP', 'Basic'].flatMap((scheme) =>
    (['first', 'last'] as const).map((position): Op => ({ op: 'authorization-second', scheme, position })),
  ),
];

export const claimNames = ['jti', 'htm', 'htu', 'iat'] as const;

function settings(
  op: 'header-set' | 'claim-set',
  values: Readonly<Record<string, readonly PlanValue[]>>,
): readonly Op[] {
  return Object.entries(values).flatMap(([name, list]) => list.map((value) => ({ op, name, value })));
}

function oddValues(op: 'header-set' | 'claim-set', names: readonly string[]): readonly Op[] {
  return names.flatMap((name) => oddJson.map((value) => ({ op, name, value })));
}

/** What the lawful proof says, edited. */
function edited(op: 'header-set' | 'claim-set', part: 'header' | 'payload', names: readonly string[]): readonly Op[] {
  return names.flatMap((name) =>
    wordsIn('edited', 'edit').map((edit): Op => {
      const value = { $: 'edited', value: { $: 'lawful', part, name }, edit };
      return { op, name, value };
    }),
  );
}

/** At the beginning, inside and at the end. */
const spots = [0, 500, 1000];

const onBytes: readonly Op[] = spots.flatMap((at) => [
  ...(['header', 'payload', 'signature'] as const).flatMap((of) =>
    (['truncate', 'drop', 'insert', 'flip', 'double', 'swap-case', 'splice'] as const).map((edit): Op => ({
      op: 'bytes',
      of,
      edit,
      at,
    })),
  ),
  ...['.', ' ', '%', '\u0000', '\u00e9', '='].map((text): Op => ({
    op: 'bytes',
    of: 'proof',
    edit: 'insert',
    at,
    text,
  })),
  ...(['header', 'payload'] as const).flatMap((part) =>
    (['truncate', 'drop', 'insert', 'double', 'escape', 'space'] as const).map((edit): Op => ({
      op: 'json-bytes',
      part,
      edit,
      at,
    })),
  ),
]);

function duplicates(place: FuzzPlace): readonly Op[] {
  const members: readonly (readonly ['header' | 'payload', string, PlanValue])[] = [
    ['header', 'typ', 'JWT'],
    ['header', 'alg', 'none'],
    ['header', 'jwk', { $: 'jwk', of: 'other' }],
    ['payload', 'htm', 'TRACE'],
    ['payload', 'htu', 'https://other.example/'],
    ['payload', 'iat', 1],
    ['payload', 'jti', 'the-other'],
    ...(place === 'resource' ? ([['payload', 'ath', 'AAAA']] as const) : []),
  ];
  return members.flatMap(([part, name, value]) =>
    (['first', 'last'] as const).map((position) => ({
      op: 'duplicate-member' as const,
      part,
      name,
      value,
      position,
    })),
  );
}
