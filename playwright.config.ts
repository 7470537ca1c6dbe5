import { defineConfig } from 'playwright/test';
import { chromiumOfMachine, quietArguments } from './src/login/chromium.ts';

const executablePath = chromiumOfMachine();

export default defineConfig({
  testDir: './reports',
  testMatch: '**/*.browser.ts',
  outputDir: './reports/out/browser',
  forbidOnly: process.env['CI'] !== undefined,
  fullyParallel: true,
  workers: 2,
  use: {
    browserName: 'chromium',
    launchOptions: {
      ...(executablePath === undefined ? {} : { executablePath }),
      args: ['--no-sandbox', ...quietArguments],
    },
  },
});
