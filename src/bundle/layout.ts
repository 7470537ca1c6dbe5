import { createHash } from 'node:crypto';
import * as z from 'zod';

/** What a bundle holds, by path. Records stand in a folder of their own. */
export const paths = {
  manifest: 'bundle.json',
  product: 'product.yaml',
  target: 'target.yaml',
  lock: 'suite.lock.json',
  results: 'results.json',
  summary: 'summary.yaml',
  report: 'report.html',
  reproduce: 'REPRODUCE.md',
  attestation: 'attestation.dsse.json',
} as const;

/** Every bundle has these. */
export const required: readonly string[] = [
  paths.manifest,
  paths.product,
  paths.target,
  paths.lock,
  paths.results,
  paths.summary,
  paths.report,
  paths.reproduce,
];

/** The record of a whole run, or of the `index`-th of `of` shards. */
export function recordPath(shard?: { readonly index: number; readonly of: number }): string {
  return shard === undefined ? 'record/record.ndjson' : `record/shard-${shard.index}-of-${shard.of}.ndjson`;
}

export function isRecordPath(path: string): boolean {
  return /^record\/(?:record|shard-\d+-of-\d+)\.ndjson$/.test(path);
}

const mediaTypes: Readonly<Record<string, string>> = {
  json: 'application/json',
  yaml: 'application/yaml',
  ndjson: 'application/x-ndjson',
  html: 'text/html; charset=utf-8',
  md: 'text/markdown; charset=utf-8',
};

const bundleVersion = 1;

export const Manifest = z.strictObject({
  bundleVersion: z.literal(bundleVersion),
  /** `proofmark 0.1.0` */
  tool: z.string(),
  /** When the last of its runs ended: the same records make the same bundle. */
  created: z.iso.datetime(),
  /** All other files but the attestation, which is about this one; by path. */
  files: z.array(
    z.strictObject({
      path: z.string(),
      /** Hex. */
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
      size: z.int().nonnegative(),
      mediaType: z.string(),
    }),
  ),
});
export type Manifest = z.output<typeof Manifest>;

export function manifestOf(
  files: ReadonlyMap<string, Uint8Array>,
  { tool, created }: Pick<Manifest, 'tool' | 'created'>,
): Manifest {
  const list = [...files].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return {
    bundleVersion,
    tool,
    created,
    files: list.map(([path, content]) => ({
      path,
      sha256: sha256(content),
      size: content.length,
      mediaType: mediaTypes[path.slice(path.lastIndexOf('.') + 1)] ?? 'application/octet-stream',
    })),
  };
}

/** Hex. */
export function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
