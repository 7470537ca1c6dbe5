import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { exitCodes } from '../../verdict/exit-code.ts';
import type { CliContext } from '../context.ts';
import { closingLines } from './lines.ts';

const context: CliContext = {
  stdout: new PassThrough(),
  stderr: new PassThrough(),
  stdin: new PassThrough(),
  env: {},
  cwd: '/',
  args: [],
  signal: new AbortController().signal,
  exit: () => undefined,
};
const examined = [{ target: 'shop', path: 'shop.yaml', lines: [] }];

test('what was interrupted is not called ready', () => {
  expect(closingLines(context, { examined, exitCode: exitCodes.interrupted })).toEqual([
    '',
    'Interrupted: not everything was looked at.',
  ]);
  expect(closingLines(context, { examined, exitCode: exitCodes.met })).toEqual([
    '',
    'shop: everything works that a run needs (0 in order)',
    'next: proofmark run shop.yaml',
  ]);
});
