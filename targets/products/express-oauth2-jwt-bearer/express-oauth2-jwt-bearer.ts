/** Launches express with `express-oauth2-jwt-bearer` as resource server for the JWT access tokens of an issuer. */
import { parseArgs } from 'node:util';
import express, { type Application, type Next, type Request, type Response } from 'express';
import { auth, type DPoPOptions, UnauthorizedError } from 'express-oauth2-jwt-bearer';
import { launch, listenFlags, oneOf, orRefuse, refuse, wholeNumber } from '../kit/launcher.ts';

const flags = {
  ...listenFlags,
  issuer: { type: 'string' },
  required: { type: 'string', default: 'true' },
  'iat-offset': { type: 'string' },
  'iat-leeway': { type: 'string' },
} as const;

const { values } = orRefuse(() => parseArgs({ options: flags }));
const issuer = values.issuer && URL.canParse(values.issuer) ? values.issuer : refuse('--issuer must be a URL');
const dpop: DPoPOptions = {
  enabled: true,
  required: oneOf('required', values.required, ['true', 'false']) === 'true',
  ...seconds('iatOffset', 'iat-offset'),
  ...seconds('iatLeeway', 'iat-leeway'),
};
await launch(values, () => createApp(issuer, dpop));

/** Without the flag, the library's own default applies. */
function seconds(option: 'iatOffset' | 'iatLeeway', flag: 'iat-offset' | 'iat-leeway'): DPoPOptions {
  const value = values[flag];
  return value === undefined ? {} : { [option]: wholeNumber(flag, value, 86_400) };
}

function createApp(issuerBaseURL: string, dpop: DPoPOptions): Application {
  const app = express();
  app.use(express.urlencoded({ extended: false }));
  app.use(auth({ issuerBaseURL, audience: 'urn:proofmark:api', dpop }));
  app.get(['/', '/resource', '/resource/other'], answer);
  app.post('/resource', answer);
  app.use(fail);
  return app;
}

function answer(request: Request, response: Response): void {
  response.json({ path: request.path });
}

/** Sends exactly what the library asks for. Express recognises an error handler by its four parameters. */
function fail(error: unknown, _request: Request, response: Response, next: Next): void {
  if (response.headersSent || !(error instanceof UnauthorizedError)) {
    next(error);
    return;
  }
  const code = 'code' in error && error.code ? { error: error.code, error_description: error.message } : {};
  response.status(error.status).set(error.headers).json(code);
}
