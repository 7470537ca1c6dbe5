import path from 'node:path';
import { startChild } from '../kit/child.mjs';

/** Starts the server on a port of 127.0.0.1. It prints "ready" itself. */
export function start(cache, [port]) {
  const classes = [path.join(cache, 'classes'), path.join(cache, 'lib', '*')].join(path.delimiter);
  const options = [`-Dserver.port=${port}`, '-Dserver.address=127.0.0.1', '-cp', classes, 'proofmark.Server'];
  startChild('java', options, { ready: /never/ });
}
