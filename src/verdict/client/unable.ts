import type { Ability } from '../../plan/ability.ts';
import type { ClientCase } from '../../suite/client/schema.ts';
import { decidedByAdapter } from './judge-client.ts';

/** What a client is judged by, from its own word: what it does, and whether an adapter decides for the library. */
export function claimsFor(does: readonly string[], decides: string): string[] {
  return [...does, ...(decides === 'adapter' ? [decidedByAdapter] : [])];
}

/** What the client cannot do, by its own word. */
export function whyUnable(does: ReadonlySet<string>, item: Pick<ClientCase, 'task' | 'needs'>): string | undefined {
  const missing = abilitiesFor(item).find((one) => !does.has(one));
  if (missing !== undefined) return `the client does not do ${missing}`;
  const isTokenless = !does.has('token.client_credentials') && !does.has('token.authorization_code');
  return isTokenless ? 'the client gets no token by itself' : undefined;
}

function abilitiesFor({ task, needs = [] }: Pick<ClientCase, 'task' | 'needs'>): readonly Ability[] {
  const ofSteps = task.steps.flatMap((step): readonly Ability[] => {
    switch (step.do) {
      case 'token':
        return [
          ...(step.par === true ? (['par'] as const) : []),
          ...(step.dpopJkt === true ? (['dpop_jkt'] as const) : []),
        ];
      case 'refresh':
        return ['token.refresh'];
      case 'exchange':
        return ['token.exchange'];
      case 'restart':
        return ['restart'];
      case 'calls-of-two':
        return ['call', 'parallel'];
      case 'call':
        return [
          step.stream === true ? 'call.stream' : step.body === undefined ? 'call' : 'call.post',
          ...(step.parallel > 1 ? (['parallel'] as const) : []),
        ];
      default:
        return step satisfies never;
    }
  });
  const ofGrant: readonly Ability[] = task.grant === 'any' ? [] : [`token.${task.grant}`];
  return [...ofGrant, ...(task.tls === undefined ? [] : (['https'] as const)), ...ofSteps, ...needs];
}
