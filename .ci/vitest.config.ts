import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    root: fileURLToPath(new URL('..', import.meta.url)),
    include: ['{src,suites,targets,reports,.ci}/**/*.test.ts'],
    maxWorkers: 2,
    // Only what hangs for good reaches them, on a slow machine too.
    testTimeout: 3_600_000,
    hookTimeout: 3_600_000,
  },
});
