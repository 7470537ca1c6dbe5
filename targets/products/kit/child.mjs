import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { toolOf } from './tools.mjs';

/**
 * Starts a server as a child, shows what it prints, and prints "ready" once a line of it matches. Ends as the child ends, and with 127 where it
 * cannot be started.
 *
 * @param {string} command
 * @param {readonly string[]} options
 * @param {{ ready: RegExp, env?: Record<string, string>, cwd?: string }} settings
 */
export function startChild(command, options, { ready, env = {}, cwd }) {
  const child = spawn(command, options, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'inherit'] });
  createInterface({ input: child.stdout }).on('line', (line) => {
    console.log(line);
    if (ready.test(line)) console.log('ready');
  });
  child.once('error', ({ message }) => {
    console.error(`${command} cannot be started (${message})${toolOf(command)}.`);
    process.exit(127);
  });
  child.once('exit', (status, signal) => process.exit(status ?? (signal === null ? 1 : 128)));
}
