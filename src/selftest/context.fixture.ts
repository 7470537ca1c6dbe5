import { createKeyPool } from '../proof/keys.ts';
import { loadCatalogue } from '../suite/catalogue.ts';
import type { SelftestContext } from './context.ts';

/** A context for tests that need no suite. */
export function createContext(): SelftestContext {
  return {
    suites: [],
    catalogue: loadCatalogue(),
    signal: new AbortController().signal,
    env: process.env,
    keys: createKeyPool(),
    soundRuns: new Map(),
  };
}
