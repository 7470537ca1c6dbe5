import { describe, expect, test } from 'vitest';
import { greenRun, hostileRun, largeRun, mixedRun } from '../../../reports/runs.fixture.ts';
import { foldRecord } from '../../record/reader.ts';
import { reportModel } from '../model.ts';
import { renderHtml } from './html.ts';

const mixed = foldRecord(mixedRun());
const green = foldRecord(greenRun());
const hostile = foldRecord(hostileRun());

describe('the HTML report', () => {
  test('has no markup, script or comment of a hostile server in it', () => {
    const html = renderHtml(hostile);
    expect([...html.matchAll(/<script\b[^>]*>/g)].map(([tag]) => tag)).toEqual([
      '<script type="application/json" id="data">',
      '<script type="application/json" id="evidence-0">',
      '<script type="application/json" id="bundles">',
      '<script>',
    ]);
    expect([...html.matchAll(/<(?:img|!--)/g)]).toEqual([]);
    expect(html).not.toMatch(/[\u202E\u001B]/);
  });

  test('loads nothing and links nowhere but to the RFCs', () => {
    const html = renderHtml(mixed);
    expect(
      [...html.matchAll(/\s(?:src|href)="(?!#)([^"]*)"/g)]
        .map(([, url]) => url?.replace(/rfc\d.*/, ''))
        .filter((url) => url !== 'https://www.rfc-editor.org/rfc/'),
    ).toEqual([]);
    expect(html).toContain(`content="default-src &#x27;none&#x27;`.replaceAll('&#x27;', "'"));
  });

  test('says that an incomplete record is one', () => {
    expect(renderHtml(foldRecord(greenRun().slice(0, -1)))).toContain('<strong>Incomplete.</strong>');
    expect(renderHtml(green)).not.toContain('<strong>Incomplete.</strong>');
  });

  test('stays within its bound: the evidence of passed cases gives way first', () => {
    const record = foldRecord(largeRun(1200));
    const html = renderHtml(record, { maxDataCharacters: 150_000 });
    const elements = [...html.matchAll(/<script type="(.*?)" id="(.*?)">(.*?)<\/script>/gs)];
    expect(elements.reduce((sum, [element]) => sum + element.length, 0)).toBeLessThanOrEqual(150_000);
    const [bundles = ''] = elements.flatMap(([, , id, text]) => (id === 'bundles' ? [text] : []));
    const where = JSON.parse(bundles) as readonly number[];
    const views = reportModel(record).targets.flatMap(({ sections }) => sections.flatMap(({ findings }) => findings));
    const has = (wanted: string) => views.map(({ status }, index) => status === wanted && where[index] !== -1);
    expect(has('fail').filter(Boolean)).toHaveLength(60);
    expect(has('pass').filter(Boolean).length).toBeLessThan(1140);
    expect(where).toHaveLength(1200);
  });

  test('has the evidence of each finding in the bundle that it names', () => {
    const html = renderHtml(mixed);
    const read = (id: string): unknown =>
      JSON.parse(new RegExp(`<script type="application/json" id="${id}">(.*?)</script>`, 's').exec(html)?.[1] ?? '');
    const bundles = read('bundles') as readonly number[];
    expect(bundles).toEqual(mixed.findings.map(() => 0));
    const { evidence } = read('evidence-0') as { readonly evidence: Record<string, { readonly plan: unknown }> };
    const views = reportModel(mixed).targets.flatMap(({ sections }) => sections.flatMap(({ findings }) => findings));
    expect(Object.values(evidence).map(({ plan }) => plan)).toEqual(views.map(({ finding }) => finding.plan));
  });
});
