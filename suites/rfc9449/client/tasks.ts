import type { ClientCaseInput } from '../../../src/suite/client/schema.ts';

type TaskInput = ClientCaseInput['task'];

const call = { do: 'call' } as const;
const token = { do: 'token' } as const;

/** Gets a token and calls a resource. */
export const oneCall: TaskInput = { steps: [token, call] };
/** The same with four calls, one after the other. */
export const fourCalls: TaskInput = { steps: [token, call, call, call, call] };
export const twoResources: TaskInput = {
  steps: [token, call, { do: 'call', at: 'resource2' }, call, { do: 'call', at: 'resource2' }],
};
export const codeCall: TaskInput = { grant: 'authorization_code', steps: [token, call] };
export const pushedCall: TaskInput = { grant: 'authorization_code', steps: [{ do: 'token', par: true }, call] };
export const refreshed: TaskInput = { grant: 'authorization_code', steps: [token, call, { do: 'refresh' }, call] };

export const exchanged: TaskInput = { steps: [token, call, { do: 'exchange' }, call] };
export const deviceCall: TaskInput = { grant: 'device_code', steps: [token, call] };

/** The demand for a nonce that a proof without the newest one is answered with. */
export const demand = { nonce: 'not-newest', proof: true } as const;

/** What profiles ask of clients about nonces. */
export const profileDemands = ['FAPI2-5.3.3.1-08', 'HAIP-4-02', 'MCP-03'];
