import { fileURLToPath } from 'node:url';
import type { Defect, Unlike } from '../../targets/unlike/kit/unlike.ts';
import { unlikeServers } from '../../targets/unlike/servers.ts';
import type { Finding } from '../record/schema.ts';
import type { Selection } from '../runner/select.ts';
import { loadDescriptor, type LoadedDescriptor } from '../target/load-descriptor.ts';
import { freePort } from '../target/ports.ts';
import { runInMemory, type SelftestContext, type SelftestRun } from './context.ts';
import type { Outcome } from './job.ts';
import { killsOf, namedKills } from './kills.ts';
import { lawfulOutcome } from './lawful-outcome.ts';
import { namingOf } from './naming.ts';
import { verdictsOf } from './verdicts.ts';

/** The ids of the unlike servers: first each as it is, then each with one of its defects, `server+defect`. */
export const unlikeIds: readonly string[] = [
  ...unlikeServers.map(({ id }) => id),
  ...unlikeServers.flatMap(({ id, defects }) => Object.keys(defects).map((defect) => `${id}+${defect}`)),
];

/**
 * A lawful server that shares no style with the reference server gets no `fail`, and no warning or `blocked` but those that
 * its file explains. With a defect, a case that names a broken requirement has to come out worse.
 */
export function judgeUnlike(context: SelftestContext, id: string): Promise<Outcome> {
  const [name, defectName] = id.split('+', 2);
  const server = unlikeServers.find((one) => one.id === name);
  if (server === undefined) throw new TypeError(`no such server: ${id}`);
  if (defectName === undefined) return judgeLawful(context, server);
  const defect = server.defects[defectName];
  if (defect === undefined) throw new TypeError(`no such defect: ${id}`);
  return judgeDefective(context, server, { name: defectName, ...defect });
}

const everything: Selection = { slow: false };

async function judgeLawful(context: SelftestContext, server: Unlike): Promise<Outcome> {
  const run = await runUnlike(context, server, { selection: everything });
  return lawfulOutcome(run, (finding) => !isExplained(server, finding));
}

function isExplained({ warned, blocked = {} }: Unlike, { verdict, case: id, requirements }: Finding): boolean {
  const [main] = requirements;
  const stands = (list: Readonly<Record<string, string>>): boolean => id in list || (main?.id ?? '') in list;
  switch (verdict) {
    case 'warn':
      return stands(warned);
    case 'blocked':
      return stands(blocked);
    case 'fail':
    case 'error':
      return false;
    case 'pass':
    case 'note':
    case 'skip':
      return true;
    default:
      return verdict satisfies never;
  }
}

type Planted = Defect & { readonly name: string };

/** The quick cases that name a broken requirement come first, and everything only where they find nothing. */
async function judgeDefective(context: SelftestContext, server: Unlike, defect: Planted): Promise<Outcome> {
  const { quick } = namingOf(context, defect.breaks);
  const wanted = defect.atMost ?? 'fail';
  for (const selection of [...(quick.length === 0 ? [] : [{ ...everything, cases: quick }]), everything]) {
    const sound = await soundRun(context, server, selection);
    const { findings } = await runUnlike(context, server, { selection, defect: defect.name });
    const kills = namedKills(killsOf(sound.findings, findings), defect.breaks);
    const grave = kills.filter(({ verdict }) => verdict === 'fail' || verdict === wanted);
    if (grave.length > 0)
      return { problems: [], kills: grave, named: grave.length, counts: {}, verdicts: verdictsOf(findings) };
  }
  const problem = `survives: no case that names its requirement comes out as ${wanted}`;
  return { problems: [problem], kills: [], named: 0, counts: {} };
}

function soundRun(context: SelftestContext, server: Unlike, selection: Selection): Promise<SelftestRun> {
  const key = JSON.stringify(['unlike', server.id, selection]);
  const found = context.soundRuns.get(key) ?? runUnlike(context, server, { selection });
  context.soundRuns.set(key, found);
  return found;
}

type UnlikeRun = { readonly selection: Selection; readonly defect?: string };

async function runUnlike(
  context: SelftestContext,
  { id }: Unlike,
  { selection, defect }: UnlikeRun,
): Promise<SelftestRun> {
  const path = fileURLToPath(new URL(`../../targets/unlike/${id}.yaml`, import.meta.url));
  const loaded = await loadDescriptor(path, { env: context.env, port: freePort });
  return runInMemory(context, defect === undefined ? loaded : withDefect(loaded, defect), { selection });
}

function withDefect(loaded: LoadedDescriptor, defect: string): LoadedDescriptor {
  const { descriptor } = loaded;
  const launch = [descriptor.launch ?? []].flat();
  const planted = launch.map((one) => ({ ...one, command: [...one.command, '--defect', defect] }));
  return { ...loaded, descriptor: { ...descriptor, launch: planted } };
}
