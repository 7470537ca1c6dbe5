import path from 'node:path';
import { startChild } from '../kit/child.mjs';

/** Starts the server on a port of 127.0.0.1. It prints "ready" itself. */
export function start(cache, [port, issuer]) {
  const classes = [path.join(cache, 'classes'), path.join(cache, 'lib', '*')].join(path.delimiter);
  startChild('java', ['-cp', classes, 'proofmark.Server', port, issuer], { ready: /never/ });
}
