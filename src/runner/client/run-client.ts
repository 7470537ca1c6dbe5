import { createHash } from 'node:crypto';
import { HarnessError } from '../../errors.ts';
import type { ExchangeEvent, Finding, Preflight, RecordEvent } from '../../record/schema.ts';
import { Task } from '../../suite/client/task.ts';
import type { Suite } from '../../suite/schema.ts';
import { type Grounds, mark } from '../../verdict/marks.ts';
import { watchClient } from '../../verdict/client/watch-client.ts';
import { whyShort } from '../../verdict/client/played.ts';
import { obstacleOf } from '../../preflight/inspection.ts';
import type { Selection } from '../select.ts';
import { type ClientGrading, type ClientInstance, selectClientInstances } from './instances.ts';
import { type LoadedClient, openStage } from './open-stage.ts';
import { play } from './play.ts';
import { claimsOf, type ClientCaseInstance, type ClientResult, playedOf, runCases, unsent } from './run-cases.ts';
import type { ClientStage } from './stage.ts';
import { toClientFinding } from './to-client-finding.ts';

export type ClientRunOptions = ClientGrading & {
  readonly suites: readonly Suite[];
  /** All suites, where `suites` are not all of them. */
  readonly allSuites?: readonly Suite[];
  readonly selection: Selection;
  /** Which instances are run, beside the selection. */
  readonly only?: (target: string, instance: { readonly id: string; readonly place: string }) => boolean;
  readonly env: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
  readonly write: (event: RecordEvent) => void;
  readonly progress: (finding: Finding, done: number, total: number) => void;
  /** What follows the cases. */
  readonly afterClient?: AfterClient;
};

/** A client whose cases have run; it can still be asked. */
export type PlayedClient = {
  readonly stage: ClientStage;
  readonly findings: readonly Finding[];
  /** The first free place in the order of findings. */
  readonly nextIndex: number;
  readonly emit: (event: RecordEvent) => void;
};

export type AfterClient = (played: PlayedClient) => Promise<void>;

/** Everything about one client: it introduces itself, does the plain task, and then all cases; the watches come last. */
export async function runClient(options: ClientRunOptions, loaded: LoadedClient, grounds: Grounds): Promise<void> {
  const events: ExchangeEvent[] = [];
  const emit = (event: ExchangeEvent): void => {
    events.push(event);
    options.write(event);
  };
  let stage: ClientStage;
  try {
    stage = await openStage(loaded, { env: options.env, signal: options.signal, emit });
  } catch (error) {
    if (!(error instanceof HarnessError)) throw error;
    options.write({ type: 'preflight', target: loaded.client.name, facts: [], obstacles: [obstacleOf(loaded, error)] });
    return;
  }
  try {
    await runOpened(options, stage, { grounds, events });
  } finally {
    await stage.driver.close();
  }
}

type Course = { readonly grounds: Grounds; readonly events: readonly ExchangeEvent[] };

async function runOpened(options: ClientRunOptions, stage: ClientStage, { grounds, events }: Course): Promise<void> {
  const instances = instancesOf(options, stage.name);
  const short = await whyNoPlainTask(stage);
  options.write(preflightOf(options, stage, { instances, short }));
  const findings: Finding[] = [];
  const finish = (instance: ClientInstance, result: ClientResult, ms: number): void => {
    const finding = mark(toClientFinding(stage, instance, result, ms), grounds);
    findings.push(finding);
    options.write(finding);
    options.progress(finding, findings.length, instances.length);
  };
  const cases = instances.filter((one): one is ClientCaseInstance => one.kind === 'case');
  if (short === undefined) await runCases(stage, cases, finish);
  else for (const instance of cases) finish(instance, unsent('blocked', short), 0);
  if (options.signal.aborted) return;
  for (const instance of instances) {
    if (instance.kind !== 'watch') continue;
    const watched = watchClient(instance.watch, instance.requirements, events);
    finish(instance, { ...watched, basis: { by: 'client-watch', seen: events.length, claims: claimsOf(stage) } }, 0);
  }
  if (short !== undefined) return;
  const emit = (event: RecordEvent): void => options.write(event.type === 'finding' ? mark(event, grounds) : event);
  await options.afterClient?.({ stage, findings, nextIndex: instances.length, emit });
}

function instancesOf(
  { suites, selection, only, ...grading }: ClientRunOptions,
  name: string,
): readonly ClientInstance[] {
  const selected = selectClientInstances(suites, grading, selection);
  return only === undefined
    ? selected
    : selected.filter((instance) => only(name, { id: instance.id, place: placeOf(instance) }));
}

function placeOf(instance: ClientInstance): string {
  return instance.kind === 'case' ? instance.case.place : instance.watch.place;
}

/** The least that a client has to do, with nothing unusual about the servers. */
async function whyNoPlainTask(stage: ClientStage): Promise<string | undefined> {
  const isCaller = stage.does.has('call');
  const task = Task.parse({ steps: [{ do: 'token' }, ...(isCaller ? [{ do: 'call' }] : [])] });
  const playing = { task, posture: [], instance: 'preflight', purpose: 'control-before' as const };
  const first = whyShort(playedOf(await play(stage, playing)), task);
  const short = first === undefined ? undefined : whyShort(playedOf(await play(stage, playing)), task);
  return short === undefined
    ? undefined
    : `against lawful servers the client does not get a token and call a resource: ${short}`;
}

type Learnt = { readonly instances: readonly ClientInstance[]; readonly short: string | undefined };

function preflightOf(options: ClientRunOptions, stage: ClientStage, { instances, short }: Learnt): Preflight {
  const { name, introduction, does } = stage;
  const all = selectClientInstances(options.allSuites ?? options.suites, options, { slow: true });
  const digest = createHash('sha256')
    .update(instances.map(({ id }) => id).join('\n'))
    .digest('hex');
  return {
    type: 'preflight',
    target: name,
    facts: [
      { name: 'client', value: [introduction.name, introduction.version].join(' ').trim() },
      { name: 'language', value: introduction.language || 'not said' },
      { name: 'decides', value: introduction.decides },
      { name: 'does', value: [...does].join(', ') || 'nothing' },
    ],
    obstacles:
      short === undefined
        ? []
        : [{ severity: 'error', message: short, fix: 'proofmark smoke shows each command and its answer' }],
    planned: instances.length,
    of: all.length,
    selected: { count: instances.length, digest },
  };
}
