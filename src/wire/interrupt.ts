const waiting = new WeakMap<AbortSignal, Set<() => void>>();

/**
 * Calls `stop` once when the signal aborts; returns a function that takes this back. All requests share one listener of a
 * signal, since an event target looks at all its listeners each time that one is added.
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
