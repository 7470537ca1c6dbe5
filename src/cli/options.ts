import { InvalidArgumentError } from 'commander';
import { reporterNames } from '../app/recording/reporters.ts';
import type { GateWord } from '../record/scope.ts';

export function integerOption(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!Number.isInteger(value) || value < min || value > max) {
      throw new InvalidArgumentError(`Give a whole number from ${min} to ${max}.`);
    }
    return value;
  };
}

/** An option that may be given several times, or once with commas. */
export function listOption(text: string, before: readonly string[] | undefined): readonly string[] {
  const items = text.split(',').map((item) => item.trim());
  if (items.includes('')) throw new InvalidArgumentError('Give names, joined by commas.');
  return [...(before ?? []), ...items];
}

/** What the gate may be asked for; given again, the words add up. */
export function gateOption(known: readonly GateWord[]) {
  return (text: string, before: readonly GateWord[]): readonly GateWord[] => {
    const words = listOption(text, undefined).map((item) => known.find((word) => word === item));
    if (words.includes(undefined)) throw new InvalidArgumentError(`Allowed are ${known.join(', ')}.`);
    return [...new Set([...before, ...words.flatMap((word) => word ?? [])])];
  };
}

/** The descriptions of options that several commands share. */
export const optionTexts = {
  out: 'folder for the record and the reports; default: reports/out/<run id>',
  force: 'replace the run that is in the folder of --out',
  reporter: `reports to write: ${reporterNames.join(', ')}; default: html, json, junit`,
  strict: 'a broken SHOULD fails the gate too',
  failOn: 'what fails the gate beside fail: warn, or crash for a server that crashes; several with commas',
  unmasked: 'leave secrets and tokens readable in the record and the reports (never publish these)',
} as const;
