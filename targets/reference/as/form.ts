import { mediaType, type Incoming } from '../net/message.ts';
import { OauthError } from './oauth-error.ts';

export type Form = ReadonlyMap<string, string>;

/** RFC 6749 3.2: reads a POSTed form. A parameter must not occur twice, and one without a value counts as left out. */
export function readForm(request: Incoming): Form {
  if (request.method !== 'POST') throw new OauthError('invalid_request', 'POST is required', 405);
  if (mediaType(request) !== 'application/x-www-form-urlencoded') {
    throw new OauthError('invalid_request', 'a form is required');
  }
  return uniqueParameters(new URLSearchParams(request.body));
}

export function uniqueParameters(parameters: URLSearchParams): Form {
  const names = [...parameters.keys()];
  if (new Set(names).size !== names.length) throw new OauthError('invalid_request', 'a parameter is there twice');
  return new Map([...parameters].filter(([, value]) => value !== ''));
}
