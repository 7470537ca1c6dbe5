import { describe, expect, test } from 'vitest';
import { HarnessError } from '../../errors.ts';
import { readShard } from './shard.ts';

function read(text: string, env: NodeJS.ProcessEnv = {}): unknown {
  try {
    const { index, of } = readShard(text, env);
    return [index, of];
  } catch (error) {
    if (error instanceof HarnessError) return `${error.code} ${error.message}`;
    throw error;
  }
}

describe('a shard', () => {
  test.each([
    ['1/1', [1, 1]],
    ['2/4', [2, 4]],
    ['1000/1000', [1000, 1000]],
    ['4/3', 'ERR_USAGE --shard: "4/3" is no shard of at most 1000'],
    ['0/3', 'ERR_USAGE --shard: "0/3" is no shard of at most 1000'],
    ['1/1001', 'ERR_USAGE --shard: "1/1001" is no shard of at most 1000'],
    ['two', 'ERR_USAGE --shard: "two" is no shard of at most 1000'],
    ['-1/3', 'ERR_USAGE --shard: "-1/3" is no shard of at most 1000'],
  ])('%s', (text, result) => {
    expect(read(text)).toEqual(result);
  });

  test.each<readonly [string, NodeJS.ProcessEnv, unknown]>([
    ['GitLab, from 1', { CI_NODE_INDEX: '2', CI_NODE_TOTAL: '3' }, [2, 3]],
    ['GitLab, not parallel', { CI_NODE_TOTAL: '1' }, [1, 1]],
    ['CircleCI, from 0', { CIRCLE_NODE_INDEX: '0', CIRCLE_NODE_TOTAL: '3' }, [1, 3]],
    ['Buildkite, from 0', { BUILDKITE_PARALLEL_JOB: '2', BUILDKITE_PARALLEL_JOB_COUNT: '3' }, [3, 3]],
    [
      'one that is no number',
      { CI_NODE_INDEX: 'x', CI_NODE_TOTAL: '3' },
      expect.stringContaining('CI_NODE_INDEX=x CI_NODE_TOTAL=3 (GitLab)'),
    ],
    [
      'one that is too large',
      { CI_NODE_INDEX: '4', CI_NODE_TOTAL: '3' },
      expect.stringContaining('CI_NODE_INDEX=4 CI_NODE_TOTAL=3 (GitLab)'),
    ],
    [
      'none',
      { CI_NODE_INDEX: '' },
      expect.stringContaining('none of these is set: CI_NODE_INDEX and CI_NODE_TOTAL (GitLab)'),
    ],
  ])('of a CI: %s', (_name, env, result) => {
    expect(read('ci', env)).toEqual(result);
  });
});
