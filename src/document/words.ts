import type * as z from 'zod';

/** What a zod issue asks for, as a noun phrase that can follow "expected". */
export function expectedWords(issue: z.core.$ZodRawIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return typeWords(issue.expected);
    case 'invalid_value':
      return issue.values.length === 1 ? oneOf(issue.values) : `one of ${oneOf(issue.values)}`;
    case 'invalid_format':
      return formatWords(issue.format, issue.pattern);
    case 'too_small':
      return boundWords(issue.origin, issue.inclusive === false ? 'more than' : 'at least', issue.minimum);
    case 'too_big':
      return boundWords(issue.origin, issue.inclusive === false ? 'less than' : 'at most', issue.maximum);
    case 'invalid_union':
      return Array.isArray(issue['options']) ? `one of ${oneOf(issue['options'])}` : 'another kind of value';
    case 'not_multiple_of':
      return `a multiple of ${String(issue.divisor)}`;
    case 'invalid_key':
    case 'invalid_element':
    case 'unrecognized_keys':
    case 'custom':
    default:
      return issue.message ?? 'another value';
  }
}

function typeWords(expected: string): string {
  switch (expected) {
    case 'string':
      return 'text';
    case 'number':
      return 'a number';
    case 'int':
      return 'a whole number';
    case 'boolean':
      return 'true or false';
    case 'array':
    case 'tuple':
      return 'a list';
    case 'object':
    case 'record':
      return 'a mapping';
    default:
      return expected;
  }
}

function formatWords(format: string, pattern: string | undefined): string {
  if (format === 'url') return 'an absolute URL';
  if (format === 'date') return 'a date such as 2027-01-31';
  return pattern === undefined ? `text in the form "${format}"` : `text that matches ${pattern}`;
}

function boundWords(origin: string, how: string, limit: number | bigint): string {
  if (origin === 'string') return limit === 1 ? 'text that is not empty' : `${how} ${limit} characters`;
  if (origin === 'array') return `a list of ${how} ${limit} ${limit === 1 ? 'item' : 'items'}`;
  return `${how} ${limit}`;
}

function oneOf(values: readonly unknown[]): string {
  return values.map(String).join(', ');
}
