import { attestationOf } from '../../bundle/attestation.ts';
import { paths } from '../../bundle/layout.ts';
import { isSameReport } from '../../bundle/same-report.ts';
import { type Trouble, trouble } from '../../bundle/trouble.ts';
import type { Unpacked } from '../../bundle/unpacked.ts';
import type { Product } from '../../record/described.ts';
import type { RunRecord } from '../../record/schema.ts';
import { derivedFiles } from './contents.ts';
import type { Together } from './read-records.ts';

/** Check 10: everything but the records is made anew, and has to be the same. */
export function derivedTroubles(
  all: Together,
  product: Product,
  { files, manifest, envelope }: Unpacked,
): readonly Trouble[] {
  const signedBy = envelope?.signatures[0]?.keyid;
  const due = derivedFiles(all, product, { signedBy });
  const text = (path: string): string => files.get(path)?.toString() ?? '';
  const wrong = (path: string): Trouble => trouble(10, 'tampered', path, 'is not what the record makes it');
  const others = [...due]
    .filter(([path, own]) => path !== paths.report && text(path) !== own)
    .map(([path]) => wrong(path));
  const isReport =
    isSameReport(text(paths.report), due.get(paths.report) ?? '') ||
    isSameReport(
      text(paths.report),
      derivedFiles(all, product, { signedBy, maxDataCharacters: Infinity }).get(paths.report) ?? '',
    );
  const created = all.record.finished?.finishedAt ?? all.record.started.startedAt;
  return [
    ...others,
    ...(isReport ? [] : [wrong(paths.report)]),
    ...(manifest.created === created
      ? []
      : [trouble(10, 'tampered', paths.manifest, 'was not created when the run ended')]),
    ...attestationTroubles(all.record, product, { files, envelope }),
  ];
}

function attestationTroubles(
  record: RunRecord,
  product: Product,
  { files, envelope }: Pick<Unpacked, 'files' | 'envelope'>,
): readonly Trouble[] {
  if (envelope === undefined) return [];
  const due = JSON.stringify(attestationOf(record, product, files));
  if (Buffer.from(envelope.payload, 'base64').toString() === due) return [];
  return [trouble(10, 'tampered', paths.attestation, 'states something else than the bundle shows')];
}
