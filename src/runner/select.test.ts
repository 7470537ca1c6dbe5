import { expect, test } from 'vitest';
import { suites } from '../../suites/index.ts';
import { offerOf } from '../bench/offer.ts';
import { findRequirement, loadCatalogue } from '../suite/catalogue.ts';
import { loadDescriptor } from '../target/load-descriptor.ts';
import { secretEnv as env } from '../cli/e2e/reference.fixture.ts';
import { type Resolve, selectInstances } from './select.ts';

test('a case that waits in real time is run where it is named whole, and not where a pattern means it too', async () => {
  const offer = offerOf(
    await loadDescriptor('targets/reference.yaml', { env, port: () => Promise.resolve(1) }),
    undefined,
  );
  const catalogue = loadCatalogue();
  const resolve: Resolve = (id, place) => findRequirement(catalogue, id, place);
  const grading = { resolve, policy: { profiles: [], strict: false } };
  const selected = (cases: readonly string[], slow: boolean): readonly string[] =>
    selectInstances(suites, grading, offer, { cases, slow }).map(({ id }) => id);
  const [waiting, at] = ['replay-after-30-s', 'replay-after-30-s@resource'];
  expect(selected([waiting], false)).toContain(at);
  expect(selected([at], false)).toEqual([at]);
  expect(selected(['replay-*'], false)).not.toContain(at);
  expect(selected(['replay-*'], true)).toContain(at);
});
