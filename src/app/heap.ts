import { setFlagsFromString } from 'node:v8';

/**
 * Makes V8 collect old objects when they have grown by half. A run makes millions of short-lived objects and few that stay,
 * and a hostile target makes them large. By default V8 collects them late, and the process grows to half as much again.
 */
export function keepHeapSmall(): void {
  setFlagsFromString('--heap-growing-percent=50');
}

/**
 * Makes V8 keep its space for new objects as small as it is. To read a record back makes far more objects than stay, and
 * by default the space for them grows to more than a hundred megabytes.
 */
export function keepNewSpaceSmall(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
}
