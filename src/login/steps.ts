import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright';
import type { Element, LoginStep } from '../target/descriptor/login.ts';
import { elementWords, locate } from './elements.ts';

export type StepSettings = {
  readonly page: Page;
  readonly secret: (name: string) => string;
  readonly stepMs: number;
  /** Whether the redirect to the client has come: it may come at any step, and ends the login. */
  readonly isOver: () => boolean;
  /** Whether every step may be left out, because the browser is logged in already. */
  readonly lenient: boolean;
};

/** The step that could not be taken, and why; the caller adds the page. */
export type StepProblem = { readonly index: number; readonly words: string; readonly problem: string };

/** Takes the steps until the login is over. Returns the first one that cannot be taken. */
export async function takeSteps(steps: readonly LoginStep[], settings: StepSettings): Promise<StepProblem | undefined> {
  let before: Attempt = 'taken';
  for (const [index, step] of steps.entries()) {
    // A key without an element belongs to the step before it, and is left out with it.
    const isLeftOut: boolean = before === 'skipped' && isBlind(step);
    const attempted: Attempt = isLeftOut ? before : await attempt(steps, index, step, settings);
    if (settings.isOver()) return undefined;
    if (typeof attempted === 'object') return { index, words: stepWords(step), ...attempted };
    before = attempted;
  }
  return undefined;
}

type Attempt = 'taken' | 'skipped' | { readonly problem: string };

async function attempt(
  steps: readonly LoginStep[],
  index: number,
  step: LoginStep,
  settings: StepSettings,
): Promise<Attempt> {
  const deadline = performance.now() + settings.stepMs;
  const readiness = await waitFor(steps, index, step, settings);
  if (readiness !== 'ready') return readiness;
  try {
    await act(step, settings, Math.max(1, deadline - performance.now()));
    return 'taken';
  } catch (error) {
    const line = firstLine(error);
    return { problem: /Timeout/.test(line) ? `could not be done within ${settings.stepMs / 1000} s` : line };
  }
}

/** The first line of a Playwright message. The other lines are a call log, which may repeat a secret. */
function firstLine(error: unknown): string {
  const [line = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
  return line;
}

const pollMs = 50;
/** A step counts as left out once a later one has been possible for so many milliseconds, and it has not. */
const settledMs = 500;

/** Waits until the step can be taken, or counts as left out. */
async function waitFor(
  steps: readonly LoginStep[],
  index: number,
  step: LoginStep,
  { page, stepMs, lenient, isOver }: StepSettings,
): Promise<'ready' | 'skipped' | { readonly problem: string }> {
  const deadline = performance.now() + stepMs;
  const mayMiss = step.ifPresent === true || lenient;
  const later = mayMiss ? steps.slice(index + 1, nextNeeded(steps, index, lenient) + 1) : [];
  let passedBy: number | undefined;
  while (!isOver()) {
    const problem = await obstacle(step, page);
    if (problem === '') return 'ready';
    const now = performance.now();
    passedBy = (await isAnyPossible(later, page)) ? (passedBy ?? now) : undefined;
    if (passedBy !== undefined && now - passedBy >= settledMs) return 'skipped';
    if (now > deadline) return mayMiss ? 'skipped' : { problem: `${problem} within ${stepMs / 1000} s` };
    await sleep(pollMs);
  }
  return 'skipped';
}

function nextNeeded(steps: readonly LoginStep[], index: number, lenient: boolean): number {
  if (lenient) return steps.length;
  const next = steps.findIndex((step, at) => at > index && step.ifPresent !== true);
  return next === -1 ? steps.length : next;
}

async function isAnyPossible(steps: readonly LoginStep[], page: Page): Promise<boolean> {
  for (const step of steps) if (!isBlind(step) && (await obstacle(step, page)) === '') return true;
  return false;
}

/** Whether the step presses a key wherever the focus is. That is always possible, so it shows nothing about the page. */
function isBlind(step: LoginStep): boolean {
  return step.press !== undefined && elementOf(step) === undefined;
}

/** Why the step cannot be taken; empty where it can. During a navigation no step can be taken. */
async function obstacle(step: LoginStep, page: Page): Promise<string> {
  if (step.wait?.url !== undefined) return matches(page.url(), step.wait.url) ? '' : 'the address is another';
  const element = elementOf(step);
  if (element === undefined) return '';
  try {
    const found = await locate(page, element).count();
    return found === 1 ? '' : found === 0 ? 'is not there' : `${found} elements match (name one)`;
  } catch (error) {
    return firstLine(error);
  }
}

/** `*` stands for any text; a query or fragment counts only where the pattern has one. */
function matches(url: string, pattern: string): boolean {
  const parts = pattern.split('*').map((part) => part.replaceAll(/[\\^$.|?+()[\]{}]/g, '\\$&'));
  const whole = new RegExp(`^${parts.join('.*')}$`, 's');
  return whole.test(url) || whole.test(url.replace(/[?#].*$/s, ''));
}

async function act(step: LoginStep, { page, secret }: StepSettings, timeout: number): Promise<void> {
  const { fill, select, click, check, press } = step;
  const given = (value: string | { readonly env: string }): string =>
    typeof value === 'string' ? value : secret(value.env);
  if (fill !== undefined) await locate(page, fill).fill(given(fill.value), { timeout });
  if (select !== undefined) await locate(page, select).selectOption(given(select.value), { timeout });
  if (click !== undefined) await locate(page, click).click({ timeout });
  if (check !== undefined) await locate(page, check).check({ timeout });
  if (press === undefined) return;
  const element = elementOf(step);
  if (element === undefined) await page.keyboard.press(press.key);
  else await locate(page, element).press(press.key, { timeout });
}

/** The element of a step; `undefined` where it waits for an address, or presses a key wherever the focus is. */
function elementOf({ fill, select, click, check, press, wait }: LoginStep): Element | undefined {
  const named = fill ?? select ?? click ?? check ?? press ?? wait;
  return named !== undefined && elementWords(named) !== '' ? named : undefined;
}

function stepWords(step: LoginStep): string {
  const action = Object.keys(step).find((key) => key !== 'ifPresent') ?? '';
  const element = elementOf(step);
  const what = element === undefined ? (step.wait?.url ?? step.press?.key ?? '') : elementWords(element);
  return `${action} ${what}`.trim();
}
