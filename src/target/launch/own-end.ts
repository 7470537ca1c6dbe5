const endSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

// One set for the whole process: several launches share its signals.
const atEnd = new Set<() => void>();

/**
 * Calls `end` when this process ends, also by an uncaught exception; returns a function that takes `end` back. A signal
 * without a handler would end the process without its exit handlers, so it is handled here and raised again.
 */
export function onOwnEnd(end: () => void): () => void {
  if (atEnd.size === 0) {
    process.on('exit', endAll);
    for (const signal of endSignals) process.on(signal, endBySignal);
  }
  atEnd.add(end);
  return () => {
    atEnd.delete(end);
    if (atEnd.size === 0) stopListening();
  };
}

function endAll(): void {
  for (const end of atEnd) end();
}

function endBySignal(signal: NodeJS.Signals): void {
  if (process.listenerCount(signal) > 1) return;
  endAll();
  stopListening();
  process.kill(process.pid, signal);
}

function stopListening(): void {
  process.off('exit', endAll);
  for (const signal of endSignals) process.off(signal, endBySignal);
}
