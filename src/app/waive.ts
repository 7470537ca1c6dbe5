import { basename, dirname, matchesGlob, relative, resolve } from 'node:path';
import * as z from 'zod';
import { defined } from '../defined.ts';
import { didYouMean } from '../document/nearest.ts';
import { readSource } from '../document/source.ts';
import { HarnessError } from '../errors.ts';
import type { Finding, RunRecord } from '../record/schema.ts';
import { readCheckedRecord } from '../report/read-checked.ts';
import type { Waiver } from '../target/waivers.ts';
import { writeWaivers, type Written } from '../target/write-waivers.ts';
import { ownProblemId } from '../verdict/problems/breach.ts';
import { isUnmet } from '../verdict/unmet.ts';
import type { Host } from './host.ts';
import { findDescriptor } from './replay/find-descriptor.ts';

export type WaiveRequest = {
  /** The path of the record. */
  readonly record: string;
  /** Cases or instances, with `*`. By default all that counts. */
  readonly cases?: readonly string[] | undefined;
  readonly reason: string;
  readonly owner?: string | undefined;
  readonly link?: string | undefined;
  /** The last day, `YYYY-MM-DD`. */
  readonly expires?: string | undefined;
};

/** What was written for one target. */
export type Waived = Written & {
  readonly target: string;
  /** Relative to the host's folder. */
  readonly file: string;
  /** The descriptor does not name the file yet. */
  readonly unnamed?: { readonly descriptor: string; readonly name: string };
};

/**
 * Writes a waiver for each problem, and for each finding of none, that keeps the gate from being met; or for each finding that
 * is named.
 *
 * @throws HarnessError `ERR_USAGE` where nothing is to be waived, or the request makes no waiver
 */
export async function waiveFindings(host: Host, request: WaiveRequest): Promise<readonly Waived[]> {
  const today = new Date().toISOString().slice(0, 10);
  checkWords(request, today);
  const file = resolve(host.cwd, request.record);
  const record = await readCheckedRecord(file);
  const chosen = chosenIn(record, request);
  const results: Waived[] = [];
  for (const { name, descriptor } of record.started.targets) {
    const own = chosen.filter(({ target }) => target === name);
    if (own.length === 0) continue;
    const place = await waiverFileOf(host, findDescriptor({ cwd: host.cwd, recordFile: file, descriptor }));
    const wanted = waiversFor(own, request, record.started.targets.length > 1);
    const written = await writeWaivers(resolve(host.cwd, place.file), wanted, today);
    results.push({ ...written, ...place, target: name });
  }
  return results;
}

const Expires = z.iso.date();
const Link = z.url({ protocol: /^https?$/ });
const shortest = 10;

function checkWords({ reason, link, expires }: WaiveRequest, today: string): void {
  if (reason.trim().length < shortest)
    throw new HarnessError('ERR_USAGE', `--reason: say in ${shortest} characters or more why this is accepted`);
  if (link !== undefined && !Link.safeParse(link).success)
    throw new HarnessError(
      'ERR_USAGE',
      `--link: ${JSON.stringify(link)} is no URL; write it as https://example.com/4711`,
    );
  if (expires === undefined) return;
  if (!Expires.safeParse(expires).success)
    throw new HarnessError('ERR_USAGE', `--expires: ${JSON.stringify(expires)} is no day; write it as 2027-06-30`);
  if (expires < today) throw new HarnessError('ERR_USAGE', `--expires: ${expires} is over already`);
}

function chosenIn({ started, findings }: RunRecord, { cases }: WaiveRequest): readonly Finding[] {
  const waivable = findings.filter(isWaivable);
  if (cases === undefined) {
    const unmet = waivable.filter((finding) => isUnmet(finding, started));
    if (unmet.length > 0) return unmet;
    throw new HarnessError('ERR_USAGE', 'nothing in this record counts against its targets: there is nothing to waive');
  }
  const names = (finding: Finding): readonly string[] => [finding.case, finding.instance];
  const isNamed = (finding: Finding, pattern: string): boolean =>
    names(finding).some((name) => (pattern.includes('*') ? matchesGlob(name, pattern) : name === pattern));
  const lacking = cases.find((pattern) => !waivable.some((finding) => isNamed(finding, pattern)));
  if (lacking !== undefined)
    throw new HarnessError(
      'ERR_USAGE',
      `--case: nothing that can be waived is called ${JSON.stringify(lacking)} in this record` +
        didYouMean(lacking, waivable.flatMap(names)),
    );
  return waivable.filter((finding) => cases.some((pattern) => isNamed(finding, pattern)));
}

/** A skip only where it is new: any other one is no deviation. */
function isWaivable({ verdict, waiver, news }: Finding): boolean {
  if (waiver !== undefined) return false;
  return news === true || ['fail', 'warn', 'blocked', 'error'].includes(verdict);
}

/** By cause where nobody has named cases: one entry for each problem and verdict. */
function waiversFor(findings: readonly Finding[], request: WaiveRequest, isOneOfMany: boolean): readonly Waiver[] {
  const { reason, owner, link, expires, cases } = request;
  const waivers = findings.map((finding): Waiver => {
    const problem = cases === undefined ? ownProblemId(finding) : undefined;
    return {
      ...(problem === undefined ? { case: finding.instance } : { problem }),
      ...(isOneOfMany ? { target: finding.target } : {}),
      verdict: finding.verdict as Waiver['verdict'],
      reason: reason.trim(),
      ...defined({ owner, link, expires }),
    };
  });
  return [...new Map(waivers.map((waiver) => [JSON.stringify(waiver), waiver])).values()];
}

const Named = z.looseObject({ waivers: z.string().optional() });

async function waiverFileOf({ cwd }: Host, descriptor: string): Promise<Pick<Waived, 'file' | 'unnamed'>> {
  const source = await readSource(descriptor, 'ERR_TARGET_INVALID', 'descriptor', cwd);
  const { waivers } = Named.parse(source.value);
  const folder = dirname(resolve(cwd, descriptor));
  const name = waivers ?? `${basename(descriptor).replace(/\.(ya?ml|json)$/i, '')}.waivers.yaml`;
  const file = relative(cwd, resolve(folder, name));
  return { file, ...(waivers === undefined ? { unnamed: { descriptor, name } } : {}) };
}
