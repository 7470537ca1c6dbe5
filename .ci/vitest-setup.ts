import { beforeEach } from 'vitest';

/** Milliseconds. As in `vitest.config.ts`: a test may not choose less. */
const hangs = 3_600_000;

beforeEach(({ task }) => {
  if (task.timeout < hangs)
    throw new Error(`${task.name}: a limit of ${task.timeout} ms, which a slow machine can reach`);
});
