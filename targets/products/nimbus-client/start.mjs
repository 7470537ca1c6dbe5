import { spawn } from 'node:child_process';
import path from 'node:path';

/** Starts the client, which speaks the drive contract itself. */
export function start(cache) {
  const classes = [path.join(cache, 'classes'), path.join(cache, 'lib', '*')].join(path.delimiter);
  // Started anew it has to answer soon, and no code of it runs for long.
  const options = ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-cp', classes, 'proofmark.Commands'];
  spawn('java', options, { stdio: 'inherit' }).once('exit', (status) => process.exit(status ?? 1));
}
