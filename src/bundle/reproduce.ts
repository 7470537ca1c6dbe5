import type { RunRecord } from '../record/schema.ts';

const ofServers =
  '2. Repeat the run against a deployment of the same product, with credentials of your own in the variables that target.yaml names:';
const launchNote =
  'Ports and secrets of servers that target.yaml launches are its own; elsewhere only the URLs have to fit.';
const ofClients =
  '2. Repeat the run with the same product, and its adapter at the place where the command of target.yaml looks for it:';

/** How the run is repeated, and how the bundle is checked. */
export function reproduceText({ started }: RunRecord, records: readonly string[]): string {
  const { proofmark, node, profiles, strict, scope, seed, failOn, minJudged, targets } = started;
  const isClient = targets.some(({ roles }) => roles.includes('client'));
  const options = [
    ...(scope.slow ? ['--slow'] : []),
    ...(strict ? ['--strict'] : []),
    ...(profiles.length === 0 ? [] : [`--profile ${profiles.join(',')}`]),
    ...failOn.filter((word) => word !== 'fail').map((word) => `--fail-on ${word}`),
    ...(minJudged === undefined ? [] : [`--min-judged ${minJudged}`]),
    `--seed ${seed}`,
  ].join(' ');
  return `# Reproduce

Made with Proofmark ${proofmark} and Node ${node}, with this command:

    ${started.command.replaceAll(/\s*\n\s*/g, ' ')}

1. Check the bundle. This sends nothing, and needs no secret:

       proofmark verify <this bundle>

${isClient ? ofClients : ofServers}

       proofmark run target.yaml ${options} --out again

   ${isClient ? 'Proofmark plays the servers, and nothing leaves this machine.' : launchNote}

3. Repeat single cases:

${records.map((path) => `       proofmark replay ${path} <case>@<place> --target target.yaml`).join('\n')}
`;
}
