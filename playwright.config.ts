import { defineConfig } from 'playwright/test';
import { chromiumOfMachine, quietArguments } from './src/browser/chromium.ts';

const executablePath = chromiumOfMachine();

export default defineConfig({
  testDir: './reports',
  testMatch: '**/*.browser.ts',
  outputDir: './reports/out/browser',
  forbidOnly: process.env['CI'] !== undefined,
  fullyParallel: true,
  workers: 2,
  // Only for what never ends: a busy machine is slow, and that is no fault of the report.
  timeout: 3_600_000,
  expect: { timeout: 120_000 },
  use: {
    browserName: 'chromium',
    launchOptions: {
      ...(executablePath === undefined ? {} : { executablePath }),
      args: ['--no-sandbox', ...quietArguments],
    },
  },
});
