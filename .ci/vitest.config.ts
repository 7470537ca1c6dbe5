import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    root: fileURLToPath(new URL('..', import.meta.url)),
    include: ['{src,suites,targets,reports,.ci}/**/*.test.ts'],
    // One more than the cores of a small machine: many tests wait for a server, or for time to pass.
    maxWorkers: 3,
    // Only what hangs for good reaches them, on a slow machine too.
    testTimeout: 3_600_000,
    hookTimeout: 3_600_000,
    setupFiles: ['.ci/vitest-setup.ts'],
  },
});
