import { rejects, watch } from '../../src/suite/cases.ts';
import { byAge, claim, now } from '../../src/suite/define.ts';
import type { Case, Watch } from '../../src/suite/schema.ts';

/**
 * What the DPoP extension of MCP authorization asks of a server.
 *
 * @see https://github.com/modelcontextprotocol/ext-auth/blob/main/specification/draft/dpop-extension.mdx
 */
export const mcpCases: readonly Case[] = [
  rejects({
    id: 'mcp-iat-360-s-old',
    title: 'rejects a proof made six minutes ago',
    requirements: ['MCP-04'],
    ...byAge,
    needs: [...byAge.needs, 'clock-known'],
    at: ['resource'],
    delta: [claim.set('iat', now(-360))],
  }),
  rejects({
    id: 'mcp-iat-360-s-ahead',
    title: 'rejects a proof dated six minutes ahead',
    requirements: ['MCP-04'],
    ...byAge,
    needs: [...byAge.needs, 'clock-known'],
    at: ['resource'],
    delta: [claim.set('iat', now(360))],
  }),
];

export const mcpWatches: readonly Watch[] = [
  watch({
    id: 'mcp-bad-proof-401',
    title: 'answers bad proofs with 401',
    requirements: ['MCP-05'],
    at: ['resource'],
    over: 'proof-refused',
    that: { check: 'status', in: [401] },
  }),
];
