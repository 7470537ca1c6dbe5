import { describe, expect, test } from 'vitest';
import { greenRun } from '../../../reports/runs.fixture.ts';
import { foldRecord } from '../../record/fold.ts';
import { statementContext, type StatementOptions } from './statement.ts';

const options: StatementOptions = {
  product: {
    organization: 'Acme',
    project: 'Shop',
    version: '2.1.0',
    artifact: 'sha256:00',
    contact: 'a@acme.example',
  },
  records: [{ path: 'record/record.ndjson', link: 'link-1' }],
  lock: 'lock-digest',
  descriptor: 'descriptor-digest',
  signedBy: 'k-1',
};

type Pairs = readonly { readonly name: string; readonly text: string }[];
type Context = { readonly title: string; readonly about: Pairs; readonly run: Pairs; readonly digests: Pairs };

function stated(change: Partial<StatementOptions> = {}) {
  const context = statementContext(foldRecord(greenRun()), { ...options, ...change }) as Context;
  const of =
    (part: 'about' | 'run' | 'digests') =>
    (name: string): string | undefined =>
      context[part].find((one) => one.name === name)?.text;
  return { ...context, aboutOf: of('about'), runOf: of('run'), digestOf: of('digests') };
}

describe('the statement', () => {
  test('names the product, what holds it, and who answers', () => {
    const { title, aboutOf, digestOf } = stated();
    expect([title, aboutOf('Organization'), aboutOf('Artifact'), aboutOf('Contact')]).toEqual([
      'Shop 2.1.0',
      'Acme',
      'sha256:00',
      'a@acme.example',
    ]);
    expect([digestOf('Suite lock'), digestOf('Descriptor'), digestOf('record/record.ndjson')]).toEqual([
      'sha256:lock-digest',
      'sha256:descriptor-digest',
      'last link link-1',
    ]);
    expect(digestOf('Signature')).toContain('signed by the key k-1');
  });

  test('says what is not there', () => {
    const { title, aboutOf, digestOf } = stated({
      product: { organization: 'Acme', project: 'Shop' },
      signedBy: undefined,
    });
    expect(title).toBe('Shop (no version)');
    expect([aboutOf('Version'), aboutOf('Artifact'), aboutOf('Contact')]).toEqual([
      'not given: the evidence is about no release',
      'no digest given',
      undefined,
    ]);
    expect(digestOf('Signature')).toContain('NOT SIGNED');
  });

  test('says when, with what, with which seed and from which clock', () => {
    const { runOf } = stated();
    expect(runOf('Seed')).toBe('42');
    expect(runOf('From, to')).toContain('2026-11-22T02:13:04.020Z – 2026-11-22T02:13:08.910Z');
    expect(runOf('Made with')).toBe('Proofmark 0.1.0, Node 24.21.0, unknown machine');
    expect(runOf('Waivers')).toBe('none');
    expect(runOf('Clock')).toBe('clock offset: 0.1 s');
  });

  test('lets nothing of a descriptor act', () => {
    const { title } = stated({ product: { organization: 'Acme', project: 'Sh\u202E\u001Bop', version: '1' } });
    expect(title).not.toMatch(/[\u001B\u202E]/);
  });
});
