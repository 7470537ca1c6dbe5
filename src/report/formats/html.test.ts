import { describe, expect, test } from 'vitest';
import { greenRun, hostileRun, largeRun, mixedRun } from '../../../reports/runs.fixture.ts';
import { foldRecord } from '../../record/reader.ts';
import { renderHtml } from './html.ts';

const mixed = foldRecord(mixedRun());
const green = foldRecord(greenRun());
const hostile = foldRecord(hostileRun());

describe('the HTML report', () => {
  test('has no markup, script or comment of a hostile server in it', () => {
    const html = renderHtml(hostile);
    expect([...html.matchAll(/<script\b[^>]*>/g)].map(([tag]) => tag)).toEqual([
      '<script type="application/json" id="data">',
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
    const data = /<script type="(.*?)" id="data">(.*?)<\/script>/s.exec(html);
    expect([data?.[1], (data?.[2]?.length ?? Infinity) <= 150_000]).toEqual(['application/gzip', true]);
  });
});
