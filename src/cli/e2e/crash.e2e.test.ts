import { expect, test } from 'vitest';
import type { RunRecord } from '../../record/schema.ts';
import { runDescriptor } from './e2e.fixture.ts';
import { describeReference, secretEnv, withReference } from './reference.fixture.ts';

const neighbours = ['--case', 'typ-*', '--case', 'alg-*', '--case', 'signature-*'];

function unsound({ findings }: RunRecord): readonly string[] {
  return findings
    .filter(({ verdict }) => !['pass', 'note', 'skip'].includes(verdict))
    .map(({ verdict, instance }) => `${verdict} ${instance}`)
    .toSorted();
}

test.each([
  ['as-mistyped-member-exit', ['jti-number', 'htm-array'], ['fail htm-array@token', 'fail jti-number@token']],
  ['rs-mistyped-member-exit', ['jti-number'], ['fail jti-number@resource']],
  ['rs-deep-json-exit', ['claim-deep'], ['fail claim-deep@resource']],
  ['as-deep-json-endless', ['claim-deep'], ['warn claim-deep@token']],
] as const)(
  '%s: the request that did it is reported, its neighbours are not blamed',
  async (mutant, poison, expected) => {
    const flags = [...poison.flatMap((id) => ['--case', id]), ...neighbours];
    const { record } = await withReference({ mutant }, (running) =>
      runDescriptor(describeReference(running), flags, { env: secretEnv }),
    );
    expect(unsound(record)).toEqual(expected);
    const reasons = record.findings
      .filter(({ verdict }) => verdict === 'warn' || verdict === 'fail')
      .map(({ reason }) => reason);
    expect(reasons.every((reason) => /^No answer \((reset|timeout): .* lawful requests/.test(reason))).toBe(true);
  },
);
