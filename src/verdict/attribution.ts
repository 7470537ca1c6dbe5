import type { Outcome } from '../record/schema.ts';
import type { Fault } from '../suite/schema.ts';

/** Error codes that name the fault; any other refusal still counts beside an accepted control. */
const codes: Readonly<Record<Fault, readonly string[]>> = {
  proof: ['invalid_dpop_proof'],
  'proof-missing': ['invalid_dpop_proof', 'use_dpop_nonce'],
  binding: ['invalid_token', 'invalid_dpop_proof'],
  'access-token': ['invalid_token'],
  credentials: ['invalid_token', 'invalid_request'],
  nonce: ['use_dpop_nonce', 'invalid_dpop_proof'],
  client: ['invalid_client'],
  grant: ['invalid_grant', 'invalid_dpop_proof'],
  request: ['invalid_request'],
};

/** The refusal says that it is for this fault. */
export function namesFault({ error }: Outcome, fault: Fault): boolean {
  return error !== undefined && codes[fault].includes(error);
}

/**
 * A lawful request that is changed in more than its proof may be refused for the other change: only a refusal that
 * names the fault, or asks for other credentials than those that the control was accepted with, is held against it.
 */
export function blames(outcome: Outcome, fault: Fault): boolean {
  return namesFault(outcome, fault) || (outcome.status === 401 && outcome.error !== 'invalid_client');
}
