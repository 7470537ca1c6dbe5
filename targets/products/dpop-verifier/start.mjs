import path from 'node:path';
import { startChild } from '../kit/child.mjs';

/** Starts the server on a port of 127.0.0.1. It prints "ready" itself. */
export function start(cache, [port, issuer]) {
  startChild(path.join(cache, 'target', 'release', 'resource-server'), [port, issuer], { ready: /never/ });
}
