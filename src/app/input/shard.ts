import { HarnessError } from '../../errors.ts';
import { mostShards, type Shard, shardOf } from '../../record/shard.ts';

/**
 * Reads `2/4`, or `ci`: what the CI says of its parallel jobs.
 *
 * @throws HarnessError `ERR_USAGE`
 */
export function readShard(text: string, env: NodeJS.ProcessEnv): Shard {
  if (text === 'ci') return shardOfCi(env);
  const shard = shardOf(text);
  if (shard !== undefined) return shard;
  const fix = 'write --shard 2/4 for the second of four, or --shard ci';
  throw new HarnessError('ERR_USAGE', `--shard: ${JSON.stringify(text)} is no shard of at most ${mostShards}`, {
    advice: { fix },
  });
}

type Ci = { readonly name: string; readonly index: string; readonly of: string; readonly first: 0 | 1 };

/** GitHub has no such variables: its matrix gives the numbers. */
const known: readonly Ci[] = [
  { name: 'GitLab', index: 'CI_NODE_INDEX', of: 'CI_NODE_TOTAL', first: 1 },
  { name: 'CircleCI', index: 'CIRCLE_NODE_INDEX', of: 'CIRCLE_NODE_TOTAL', first: 0 },
  { name: 'Buildkite', index: 'BUILDKITE_PARALLEL_JOB', of: 'BUILDKITE_PARALLEL_JOB_COUNT', first: 0 },
];

function shardOfCi(env: NodeJS.ProcessEnv): Shard {
  const ci = known.find(({ index, of }) => isSet(env[index]) && isSet(env[of]));
  // GitLab numbers no job that runs once.
  if (ci === undefined && env['CI_NODE_TOTAL'] === '1') return { index: 1, of: 1 };
  if (ci === undefined) {
    const names = known.map(({ name, index, of }) => `${index} and ${of} (${name})`).join(', ');
    const fix = 'give the numbers: --shard 2/4';
    throw new HarnessError('ERR_USAGE', `--shard ci: none of these is set: ${names}`, { advice: { fix } });
  }
  const shard = shardOf(`${Number(env[ci.index]) + 1 - ci.first}/${env[ci.of]}`);
  if (shard !== undefined) return shard;
  const values = [ci.index, ci.of].map((name) => `${name}=${env[name]}`).join(' ');
  throw new HarnessError('ERR_USAGE', `--shard ci: ${values} (${ci.name}) name no shard of at most ${mostShards}`);
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '';
}
