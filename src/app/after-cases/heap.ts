import { setFlagsFromString } from 'node:v8';

/**
 * Has old objects collected when they have grown by half. A campaign makes millions of short-lived objects beside few that
 * stay; left to itself V8 collects them late, and the process grows to half as much again.
 */
export function keepHeapSmall(): void {
  setFlagsFromString('--heap-growing-percent=50');
}
