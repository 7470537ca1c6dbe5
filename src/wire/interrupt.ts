const waiting = new WeakMap<AbortSignal, Set<() => void>>();

/**
 * Calls `stop` once when the signal aborts; returns what takes that back. One listener for each signal, however many
 * requests are under way: an event target goes through all that it has for each one more.
 */
export function onAbort(signal: AbortSignal, stop: () => void): () => void {
  const stops = waiting.get(signal) ?? listen(signal);
  stops.add(stop);
  return () => stops.delete(stop);
}

function listen(signal: AbortSignal): Set<() => void> {
  const stops = new Set<() => void>();
  waiting.set(signal, stops);
  const stopAll = (): void => {
    for (const stop of stops) stop();
    stops.clear();
  };
  signal.addEventListener('abort', stopAll, { once: true });
  return stops;
}
