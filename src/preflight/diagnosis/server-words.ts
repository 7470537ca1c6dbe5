import { printable } from '../../document/printable.ts';
import { readPage } from '../../login/read-page.ts';
import { challengesOf, fieldValues, jsonBody } from '../../verdict/answer.ts';
import { mediaTypeOf } from '../../verdict/outcome.ts';
import type { WireResponse } from '../../wire/types.ts';

const longest = 200;
/** Characters of a page that are read for its title. */
const mostHtml = 65_536;

/**
 * What an answer says in words: descriptions of OAuth errors, members that other APIs use (RFC 9457 among them), the challenge,
 * where it leads, the title of a page, or else its text. Bounded, and safe to print.
 */
export function serverWords(response: WireResponse | undefined): string | undefined {
  if (response === undefined) return undefined;
  const named = wordsNamed(response);
  const all = [
    ...new Set([...named, ...pageWords(response, named.length > 0)]),
    ...fieldValues(response, 'www-authenticate').map((value) => `WWW-Authenticate: ${value}`),
    ...fieldValues(response, 'location').map((value) => `Location: ${value}`),
    ...fieldValues(response, 'allow').map((value) => `Allow: ${value}`),
  ];
  const words = all.slice(0, 5).map((text) => printable(text.replaceAll(/\s+/g, ' ').trim(), longest));
  return words.length === 0 ? undefined : words.join(' · ');
}

const members = ['error_description', 'detail', 'title', 'message', 'reason', 'error'] as const;

function wordsNamed(response: WireResponse): readonly string[] {
  const body = jsonBody(response);
  const inBody = members.map((name) => body?.[name]).find((value) => typeof value === 'string' && value !== '');
  const inChallenge = challengesOf(response).flatMap(({ params }) => params.get('error_description') ?? []);
  return [...(typeof inBody === 'string' ? [inBody] : []), ...inChallenge].map((text) => `"${text}"`);
}

function pageWords(response: WireResponse, isNamed: boolean): readonly string[] {
  const { body } = response;
  if (mediaTypeOf(response).includes('html') || /^\s*<(!doctype|html)/i.test(body)) {
    const { title } = readPage(body.slice(0, mostHtml));
    return title === '' ? ['a page without a title'] : [`a page with the title "${title}"`];
  }
  return isNamed || body.trim() === '' ? [] : [`"${body.slice(0, longest)}"`];
}

/** What two answers have to have alike to be the same for a client: nothing that changes from request to request. */
export function likeness(response: WireResponse | undefined): string {
  if (response === undefined) return 'none';
  const schemes = challengesOf(response).map(({ scheme, params }) => `${scheme} ${params.get('error') ?? ''}`);
  const words = wordsNamed(response).map((text) => text.replaceAll(/[\w-]{12,}|\d+/g, '#'));
  return JSON.stringify([response.status, schemes, words, mediaTypeOf(response)]);
}

/** Whether the answer speaks of the proof. */
export function namesProof(response: WireResponse | undefined): boolean {
  return response !== undefined && /dpop|proof|htu|\bath\b/i.test(wordsNamed(response).join(' '));
}
