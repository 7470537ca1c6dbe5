// Types of two packages that publish none, for the parts that we use.

declare module 'oidc-provider' {
  import type { RequestListener } from 'node:http';

  export class Provider {
    constructor(issuer: string, configuration: Readonly<Record<string, unknown>>);
    callback(): RequestListener;
    on(event: 'server_error', listener: (context: unknown, error: Error) => void): this;
  }

  export const errors: { readonly InvalidTarget: new () => Error };
}

declare module 'express' {
  import type { RequestListener } from 'node:http';

  export interface Request {
    readonly path: string;
  }

  export interface Response {
    readonly headersSent: boolean;
    status(code: number): this;
    set(headers: Readonly<Record<string, string>>): this;
    json(body: unknown): this;
  }

  export type Next = (error?: unknown) => void;
  export type Handler = (request: Request, response: Response, next: Next) => unknown;
  export type ErrorHandler = (error: unknown, request: Request, response: Response, next: Next) => unknown;

  export type Application = RequestListener & {
    use(handler: Handler | ErrorHandler): Application;
    get(paths: readonly string[], handler: Handler): Application;
    post(path: string, handler: Handler): Application;
  };

  const express: {
    (): Application;
    urlencoded(options: { readonly extended: boolean }): Handler;
  };
  export default express;
}
