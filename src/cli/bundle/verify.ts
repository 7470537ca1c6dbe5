import { Command } from 'commander';
import type { CliContext } from '../context.ts';
export function verifyCommand(_context: CliContext): Command {
  return new Command('verify');
}
