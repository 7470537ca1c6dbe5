import type { SymbolicValue } from '../../plan/values.ts';
import type { TokenRef } from '../../plan/token-ref.ts';
import { lawfulHtu } from '../edits/htu.ts';
import { Inapplicable } from '../inapplicable.ts';
import type { ResolveContext } from './resolve-context.ts';

type TargetSymbol = Extract<SymbolicValue, { $: 'client-id' | 'endpoint' | 'issuer' | 'access-token' | 'canary' }>;

/** Resolves the symbols that depend on the target and its descriptor. */
export async function resolveOfTarget(value: TargetSymbol, context: ResolveContext): Promise<string> {
  const { issuer, canaryUrl } = context.surroundings;
  switch (value.$) {
    case 'client-id':
      return clientId(value.of, context);
    case 'endpoint':
      return otherEndpoint(value.of, context);
    case 'issuer':
      if (issuer === undefined) throw new Inapplicable('the issuer is not known');
      return issuer;
    case 'access-token':
      return tokenOf(value.of, context);
    case 'canary':
      if (canaryUrl === undefined) throw new Inapplicable('no listener for remote keys is running');
      return `${canaryUrl}${value.path}`;
    default:
      value satisfies never;
      return '';
  }
}

export async function tokenOf(use: TokenRef, { surroundings }: ResolveContext): Promise<string> {
  const token = await surroundings.token(use);
  if (token === undefined) throw new Inapplicable(`no access token of the kind "${use}" can be had`);
  return token;
}

function clientId(of: 'own' | 'other', { surroundings }: ResolveContext): string {
  const id = of === 'own' ? surroundings.clientId : surroundings.otherClientId;
  if (id === undefined) throw new Inapplicable('the descriptor has no other client that can ask for codes');
  return id;
}

function otherEndpoint(of: 'token' | 'par', { surroundings, url }: ResolveContext): string {
  const endpoint = surroundings.endpoints?.[of];
  if (endpoint === undefined) throw new Inapplicable(`no ${of} endpoint is known`);
  const htu = lawfulHtu(endpoint);
  if (htu === lawfulHtu(url)) throw new Inapplicable(`the ${of} endpoint has the same URI but for the query`);
  return htu;
}
