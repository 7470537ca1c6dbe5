import { resolve } from 'node:path';
import { HarnessError } from '../../errors.ts';
import { Inapplicable } from '../../proof/inapplicable.ts';
import type { Finding, RunRecord } from '../../record/schema.ts';
import type { Transcript } from '../../record/transcript.ts';
import { curlLine } from '../../report/evidence/curl.ts';
import { maskPattern, variableName } from '../../report/text/mask.ts';
import { prepareRequest } from '../../runner/prepare-request.ts';
import type { Stage } from '../../runner/run.ts';
import { type Grading, selectInstances } from '../../runner/select.ts';
import { loadCatalogue } from '../../suite/catalogue.ts';
import { Case, type ExchangeSpec } from '../../suite/schema.ts';
import type { LoadedDescriptor } from '../../target/load-descriptor.ts';
import { obstacleInWords } from '../../verdict/obstacle-words.ts';
import type { Host } from '../host.ts';
import { resolverOf } from '../input/resolver.ts';
import { descriptorOf } from './errand.ts';
import { readReplayed, type Replayed, suiteOfFinding } from './replayed.ts';
import { loadTarget, policyOf, sendAgain } from './send-again.ts';

export type CurlRequest = {
  readonly path: string;
  /** An instance in the record. */
  readonly name: string;
  readonly target?: string | undefined;
  readonly unmasked: boolean;
};

/** A request to paste, and what a reader has to know of it. */
export type CurlOutcome = {
  readonly finding: Finding;
  readonly expect: ExchangeSpec['expect'];
  readonly line: string;
  /** Shell variables that stand for secrets. */
  readonly variables: readonly string[];
};

/**
 * The request of a recorded case or finding of fuzzing as it would go out now. Everything that it needs is obtained; itself it is not sent, so its
 * proof is unused.
 *
 * @throws HarnessError `ERR_USAGE` where a pasted request could not show what the case shows
 */
export async function curlOfCase(host: Host, request: CurlRequest): Promise<CurlOutcome> {
  const { path, name, unmasked } = request;
  const replayed = await readReplayed(host.cwd, path, { name, failures: false });
  if (replayed.kind === 'saved') throw unfit(name, 'it was saved as a file, and no record says which target it is for');
  const { record } = replayed;
  const finding = onlyFinding(replayed, name);
  const { started } = record;
  const spec = onlyExchange(finding);
  const where = { cwd: host.cwd, recordFile: resolve(host.cwd, path), target: request.target };
  const target = await loadTarget(host, descriptorOf(record, finding.target, where));
  checkOutlives(finding, target);
  const grading = { resolve: resolverOf(loadCatalogue()), policy: policyOf(started) };
  const made: { request?: Transcript['request'] } = {};
  const now = await sendAgain(host, {
    suites: [],
    targets: [target],
    of: path,
    started,
    unmasked,
    afterCases: async (stage) => {
      made.request = await requestAt(stage, finding, grading);
      return { findings: [] };
    },
  });
  if (made.request === undefined) throw unreached(now, finding);
  return { finding, expect: spec.expect, ...lineOf(made.request, finding) };
}

function onlyFinding(replayed: Exclude<Replayed, { kind: 'saved' }>, name: string): Finding {
  if (replayed.kind === 'case') return replayed.finding;
  const [finding, ...more] = replayed.findings;
  if (finding === undefined || more.length > 0) throw unfit(name, 'it names several findings');
  return finding;
}

function unfit(name: string, why: string): HarnessError {
  const fix = 'replay it without --curl, which sends all that it takes';
  return new HarnessError('ERR_USAGE', `--curl: ${name} cannot be one pasted request: ${why}`, { advice: { fix } });
}

/** Of a case with several exchanges the earlier ones decide what the last one shows. */
function onlyExchange({ plan, instance }: Finding): ExchangeSpec {
  const parsed = Case.safeParse(plan);
  if (!parsed.success) throw unfit(instance, 'it is a watch, which looks at the answers to many requests');
  const [spec, ...more] = parsed.data.exchanges;
  if (spec === undefined || more.length > 0) throw unfit(instance, 'it takes several requests, one after the other');
  if (spec.burst !== undefined || spec.repeat !== undefined) throw unfit(instance, 'it takes many requests');
  if (spec.after !== undefined) throw unfit(instance, 'it waits before it is sent');
  if (spec.at === 'authorization' || instance.includes('@authorization'))
    throw unfit(instance, 'it takes a login in a browser');
  if (JSON.stringify(parsed.data).includes('"$":"canary"'))
    throw unfit(instance, 'it needs a listener that is open only while Proofmark runs');
  return spec;
}

/** What Proofmark itself starts ends with it: the pasted request would be refused, or get no answer, for that reason. */
function checkOutlives({ instance, role }: Finding, { descriptor, path }: LoadedDescriptor): void {
  if (descriptor.launch !== undefined)
    throw unfit(instance, `${path} starts its server by launch, and this server ends with the command`);
  const from = role === 'rs' ? descriptor.rs?.token.from : undefined;
  if (from === 'mint' || from === 'descriptor')
    throw unfit(instance, `the issuer of its access tokens (token: from ${from}) may end with the command`);
}

async function requestAt({ bench }: Stage, finding: Finding, grading: Grading): Promise<Transcript['request']> {
  const instances = selectInstances([suiteOfFinding(finding)], grading, bench.offer, { slow: true });
  const instance = instances.find(({ id }) => id === finding.instance);
  if (instance?.kind !== 'case') throw unfit(finding.instance, 'the target offers no such place');
  try {
    return await prepareRequest(bench, instance);
  } catch (error) {
    if (error instanceof Inapplicable) throw unfit(finding.instance, `it does not apply: ${error.message}`);
    throw error;
  }
}

function unreached({ preflights }: RunRecord, { target }: Finding): HarnessError {
  const errors = preflights.flatMap(({ obstacles }) => obstacles.filter(({ severity }) => severity === 'error'));
  const why = errors[0] === undefined ? 'no request could be made' : obstacleInWords(errors[0]);
  return new HarnessError('ERR_TARGET_UNREACHABLE', `--curl: ${target}: ${why}`);
}

function lineOf(request: Transcript['request'], { instance }: Finding): Pick<CurlOutcome, 'line' | 'variables'> {
  const line = curlLine(request);
  if (line === undefined) throw unfit(instance, 'curl cannot send these bytes');
  const labels = [...JSON.stringify(request).matchAll(maskPattern)].map(([, label = 'secret']) => label);
  return { line, variables: [...new Set(labels)].map(variableName) };
}
