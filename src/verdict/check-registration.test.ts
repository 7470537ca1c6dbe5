import { describe } from 'vitest';
import type { Check } from '../suite/checks.ts';
import type { WireResponse } from '../wire/types.ts';
import { answered, holds } from './verdict.fixture.ts';

describe('registered-flag', () => {
  const flag = (is: 'stated' | 'boolean' | 'true' | 'confirmed'): Check => ({
    check: 'registered-flag',
    member: 'dpop_bound_access_tokens',
    is,
  });
  const registered = (members: object): WireResponse => answered(201, [], { client_id: 'c', ...members });
  const on = registered({ dpop_bound_access_tokens: true });
  const off = registered({ dpop_bound_access_tokens: false });
  const text = registered({ dpop_bound_access_tokens: 'true' });
  const silent = registered({});
  holds([
    ['stated', flag('stated'), 'registration', off, 'pass'],
    ['left out', flag('stated'), 'registration', silent, 'breach'],
    ['a boolean', flag('boolean'), 'registration', on, 'pass'],
    ['text', flag('boolean'), 'registration', text, 'breach'],
    ['left out, and so of no type', flag('boolean'), 'registration', silent, 'nothing to judge'],
    ['true', flag('true'), 'registration', on, 'pass'],
    ['false', flag('true'), 'registration', off, 'breach'],
    ['confirmed', flag('confirmed'), 'registration', on, 'pass'],
    ['confirmed by a text', flag('confirmed'), 'registration', text, 'pass'],
    ['confirmed by nothing', flag('confirmed'), 'registration', silent, 'breach'],
    [
      'asked for, and refused',
      flag('stated'),
      'registration',
      answered(400, [], { error: 'invalid_client_metadata' }),
      'nothing to judge',
    ],
  ]);
});
