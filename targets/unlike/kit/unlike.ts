import type { IncomingMessage, ServerResponse } from 'node:http';

export type Handler = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

/** Where a server stands. `issuer` is that of its access tokens, where it does not issue them itself. */
export type Stand = { readonly base: string; readonly issuer: string };

export type Has = (defect: string) => boolean;

/** One defect that can be planted in a server. */
export type Defect = {
  readonly summary: string;
  /** The requirements that it breaks. */
  readonly breaks: readonly string[];
  /** What it weighs, where that is less than a fail (docs/grading.md). */
  readonly atMost?: 'warn';
};

/** A lawful server in a style of its own. The file has its peculiarities, each with the text that allows it. */
export type Unlike = {
  readonly id: string;
  readonly summary: string;
  /** A warning that its maintainer would accept, by the requirement or the case, with the reason. */
  readonly warned: Readonly<Record<string, string>>;
  /** A case that nobody can judge at this server, with the reason. */
  readonly blocked?: Readonly<Record<string, string>>;
  readonly defects: Readonly<Record<string, Defect>>;
  readonly start: (stand: Stand, has: Has) => Handler;
};
