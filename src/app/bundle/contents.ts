import { stringify } from 'yaml';
import type { Product } from '../../record/described.ts';
import type { RunRecord } from '../../record/schema.ts';
import { paths, sha256 } from '../../bundle/layout.ts';
import { reproduceText } from '../../bundle/reproduce.ts';
import { summaryOf } from '../../bundle/summary.ts';
import { renderHtml } from '../../report/formats/html.ts';
import { renderJson } from '../../report/formats/json.ts';
import type { Together } from './read-records.ts';

type Options = {
  /** The thumbprint of the key with which the bundle is signed. */
  readonly signedBy: string | undefined;
  /** Of the report; by default as a run makes it. */
  readonly maxDataCharacters?: number;
};

/** All that follows from the records of a bundle, by path. Whoever has the same build makes the same. */
export function derivedFiles({ record, records }: Together, product: Product, options: Options): Map<string, string> {
  const [target] = record.started.targets;
  const recordPath = records.length === 1 ? (records[0]?.path ?? '') : 'record/merged.ndjson';
  const lock = lockText(record);
  const statement = {
    product,
    records: records.map(({ path, link }) => ({ path, link })),
    lock: sha256(lock),
    descriptor: target?.digest ?? '',
    signedBy: options.signedBy,
  };
  return new Map([
    [paths.product, stringify(product)],
    [paths.target, target?.text ?? ''],
    [paths.lock, lock],
    [paths.results, renderJson(record, { recordPath })],
    [paths.summary, stringify(summaryOf(record, product), { lineWidth: 0 })],
    [paths.report, renderHtml(record, { ...options, recordPath, statement })],
    [
      paths.reproduce,
      reproduceText(
        record,
        records.map(({ path }) => path),
      ),
    ],
  ]);
}

function lockText({ lock }: Pick<RunRecord, 'lock'>): string {
  if (lock === undefined) return '{}\n';
  const { type: _type, ...digests } = lock;
  return `${JSON.stringify(digests, null, 2)}\n`;
}
