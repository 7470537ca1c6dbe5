import { createKeyPool } from '../proof/keys.ts';
import { loadCatalogue } from '../suite/catalogue.ts';
import type { Lab } from './lab.ts';

/** For hunts, which need no suite. */
export function createLab(): Lab {
  return {
    suites: [],
    catalogue: loadCatalogue(),
    signal: new AbortController().signal,
    env: process.env,
    keys: createKeyPool(),
    sound: new Map(),
  };
}
