import { gzipSync } from 'node:zlib';
import type { RunRecord } from '../../record/schema.ts';
import type { ReportModel } from '../model.ts';
import { pageData } from './page-data.ts';

type Data = { readonly type: 'application/json' | 'application/gzip'; readonly text: string };

const maxPlainData = 524_288;
const probe = 300;

/** All evidence where it fits, else that of the worst findings. Large runs are measured by a part: a page costs seconds. */
export function fittingData(record: RunRecord, model: ReportModel, max: number): Data {
  const sizeFor = (findings: number): number => encoded(pageData(record, model, findings), 0).text.length;
  let evidenceFor = record.findings.length;
  if (evidenceFor > probe) {
    const bare = sizeFor(0);
    const each = (sizeFor(probe) - bare) / probe;
    evidenceFor = Math.max(0, Math.min(evidenceFor, Math.floor((0.97 * (max - bare)) / each)));
  }
  for (;;) {
    const data = encoded(pageData(record, model, evidenceFor), maxPlainData);
    if (data.text.length <= max || evidenceFor === 0) return data;
    evidenceFor = Math.floor(evidenceFor * 0.9);
  }
}

/** Readable as it stands while it is small. `<` is written so that no text can end the script element. */
function encoded(data: object, maxPlain: number): Data {
  const json = JSON.stringify(data);
  if (json.length <= maxPlain)
    return { type: 'application/json', text: json.replaceAll(/[<\p{Cf}\p{Zl}\p{Zp}]/gu, escaped) };
  return { type: 'application/gzip', text: gzipSync(json).toString('base64') };
}

/** As JSON writes it, in UTF-16 units. */
function escaped(character: string): string {
  return [...Array(character.length).keys()]
    .map((at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`)
    .join('');
}
