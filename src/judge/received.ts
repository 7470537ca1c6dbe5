import type { JudgedRequest, Violation } from './types.ts';
import { may } from './violation.ts';

export type Received = {
  /** The requests that lawful servers may find in the bytes, the most likely first. */
  readonly requests: readonly JudgedRequest[];
  readonly violations: readonly Violation[];
};

/**
 * The ways in which a server may read the field lines. It refuses NUL, CR and LF within a value or reads them as blanks
 * (RFC 9110 section 5.5). A line break ends the line, unless a blank follows and makes it a fold (RFC 9112 sections 2.2, 5.2).
 */
export const receive = (request: JudgedRequest): Received => {
  const text = request.fields.map(([name, value]) => `${name}: ${value}`).join('\n');
  if (
    !/[\0-\u0008\u000b-\u001f\u007f-\uffff]/.test(text) &&
    text.split('\n').length <= Math.max(request.fields.length, 1)
  ) {
    return { requests: [request], violations: [] };
  }
  const violations = [may('PM-ROBUST', 'a field has octets that are refused or replaced')];
  const asSent = request.fields.map(([name, value]) => [name, value] as const);
  const readings = [
    asSent.map(([name, value]) => [name, blanked(value)] as const),
    splitLines(asSent, /\r\n(?![ \t])/),
    splitLines(asSent, /\r?\n(?![ \t])/),
    splitLines(asSent, /\r\n?(?![ \t])|\n(?![ \t])/),
  ];
  return { requests: readings.map((fields) => ({ ...request, fields })), violations };
};

type Fields = JudgedRequest['fields'];

const blanked = (value: string): string => value.replace(/[\0\r\n]/g, ' ');

const splitLines = (fields: Fields, end: RegExp): Fields => {
  const lines = fields.map(([name, value]) => `${name}: ${value}`).flatMap((line) => line.split(end));
  // An empty line ends the header section.
  const empty = lines.indexOf('');
  return lines.slice(0, empty === -1 ? lines.length : empty).map((line) => {
    const colon = line.indexOf(':');
    return colon === -1
      ? (['', blanked(line)] as const)
      : [line.slice(0, colon), blanked(line.slice(colon + 1).replace(/^ /, ''))];
  });
};
