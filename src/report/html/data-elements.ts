import { gzipSync } from 'node:zlib';
import type { RunRecord } from '../../record/schema.ts';
import type { ReportModel } from '../model.ts';
import { evidenceBundles } from './evidence-data.ts';
import { findingsOfPage, pageData } from './page-data.ts';

/** All data of a page that is smaller stands in it as it is. */
const maxPlain = 524_288;

/**
 * The script elements from which the page is rendered. `data` is read at once, `evidence-0` and so on when a finding of
 * theirs is opened, and `bundles` says for each finding in which of these its evidence is (-1: in none). Evidence is there
 * for the worst findings, until all texts together would have more than `max` characters.
 */
export function dataElements(record: RunRecord, model: ReportModel, max: number): readonly string[] {
  const views = findingsOfPage(model);
  const write = createEncoder();
  const elements = [write('data', pageData(model))];
  const bundles = views.map(() => -1);
  let left = max - (elements[0]?.length ?? 0) - views.length * charactersOfNumber;
  let bundle = 0;
  for (const { findings, data } of evidenceBundles(record, views)) {
    const element = write(`evidence-${bundle}`, data);
    left -= element.length;
    if (left < 0) break;
    elements.push(element);
    for (const number of findings) bundles[number] = bundle;
    bundle += 1;
  }
  return [...elements, `<script type="application/json" id="bundles">${JSON.stringify(bundles)}</script>`];
}

/** Enough for the number of a bundle and a comma. */
const charactersOfNumber = 5;

/** Readable as it stands while all of it is small. `<` is written so that no text can end the script element. */
function createEncoder(): (id: string, data: object) => string {
  let plain = maxPlain;
  return (id, data) => {
    const json = JSON.stringify(data);
    plain -= json.length;
    if (plain >= 0) return `<script type="application/json" id="${id}">${json.replaceAll(unsafe, escaped)}</script>`;
    plain = -1;
    return `<script type="application/gzip" id="${id}">${gzipSync(json).toString('base64')}</script>`;
  };
}

const unsafe = /[<\p{Cf}\p{Zl}\p{Zp}]/gu;

/** As JSON writes it, in UTF-16 units. */
function escaped(character: string): string {
  return [...Array(character.length).keys()]
    .map((at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`)
    .join('');
}
