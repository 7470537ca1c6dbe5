import { printable } from '../document/printable.ts';
import type { Path } from '../document/source.ts';
import type { Descriptor } from '../target/descriptor.ts';
import type { AsEndpoints } from '../target/discover.ts';
import type { Line } from './line.ts';

type Place = (path: Path) => string;
type Found = Pick<Line, 'standing' | 'saw'> & Partial<Line> & { readonly at?: Path };

/** What the metadata of the authorization server says (RFC 8414), where it says too little, and where the descriptor says otherwise. */
export function metadataLines(
  { metadata, metadataUrl = '', par }: AsEndpoints,
  descriptor: Descriptor,
  where: Place,
): readonly Line[] {
  if (metadata === undefined) return [line(noMetadata, where)];
  const found = [
    { standing: 'good', saw: `${metadataUrl} has the metadata of the issuer that the descriptor names` } as const,
    announced(metadata, descriptor),
    ...clientFaults(metadata, descriptor),
    ...parFaults(metadata, par, descriptor),
    ...challengeFaults(metadata, descriptor),
  ];
  return found.map((one) => line(one, where));
}

const noMetadata: Found = {
  standing: 'fact',
  saw: 'no metadata is read: the descriptor names the endpoints itself',
};

function line({ at, ...found }: Found, where: Place): Line {
  return { part: 'metadata', ...found, ...(at === undefined ? {} : { where: where(at) }) };
}

function announced(metadata: Readonly<Record<string, unknown>>, { proofAlg }: Descriptor): Found {
  const name = 'dpop_signing_alg_values_supported';
  const algs = strings(metadata[name]);
  if (algs === undefined)
    return {
      standing: 'look',
      saw: `the metadata has no ${name}: clients cannot see that the server knows DPoP (RFC 9449 §5.1)`,
      fix: 'let the server publish the algorithms that it takes for proofs',
    };
  const unfit = algs.filter((alg) => alg === 'none' || alg.startsWith('HS'));
  if (unfit.length > 0)
    return {
      standing: 'look',
      saw: `${name} has ${listed(unfit)}, which no proof may use (RFC 9449 §4.2)`,
      fix: 'let the server publish asymmetric algorithms alone',
    };
  if (proofAlg !== undefined && !algs.includes(proofAlg))
    return {
      standing: 'look',
      saw: `proofAlg is ${proofAlg}, and ${name} has ${listed(algs)} alone`,
      at: ['proofAlg'],
      fix: 'name one of these, or none',
    };
  return { standing: 'good', saw: `the server announces DPoP, with ${listed(algs)}` };
}

/** RFC 8414 §2 has a default for each list that is absent. */
function clientFaults(metadata: Readonly<Record<string, unknown>>, { as }: Descriptor): readonly Found[] {
  const methods = strings(metadata['token_endpoint_auth_methods_supported']) ?? ['client_secret_basic'];
  const grants = strings(metadata['grant_types_supported']) ?? ['authorization_code', 'implicit'];
  return (as?.clients ?? []).flatMap(({ id, auth, grants: own }, index): readonly Found[] => {
    const at = ['as', 'clients', index];
    const unknown = own.filter((grant) => grant !== 'extension' && !grants.includes(grant));
    return [
      // Public clients work at servers that do not list `none` (RFC 7591 §2 has the word, RFC 8414 asks for no such entry).
      ...(auth === 'none' || methods.includes(auth)
        ? []
        : [
            {
              standing: 'look' as const,
              saw: `client ${printable(id, 80)} authenticates by ${auth}, and the metadata has ${listed(methods)} alone`,
              at: [...at, 'auth'],
              fix: 'name the method that the client is registered for',
            },
          ]),
      ...(unknown.length === 0 || metadata['grant_types_supported'] === undefined
        ? []
        : [
            {
              standing: 'look' as const,
              saw: `client ${printable(id, 80)} has ${unknown.join(', ')}, and the metadata has the grants ${listed(grants)} alone`,
              at: [...at, 'grants'],
              fix: 'take out what the server does not have, or let the metadata name it',
            },
          ]),
    ];
  });
}

function parFaults(
  metadata: Readonly<Record<string, unknown>>,
  par: string | undefined,
  { claims }: Descriptor,
): readonly Found[] {
  if (par !== undefined) return [];
  if (metadata['require_pushed_authorization_requests'] === true)
    return [
      {
        standing: 'bad',
        saw: 'the metadata demands pushed authorization requests and names no endpoint for them (RFC 9126 §5)',
        fix: 'let the metadata name pushed_authorization_request_endpoint, or name as.endpoints.par',
      },
    ];
  return claims.par === true
    ? [
        {
          standing: 'look',
          saw: 'claims.par is true, and the metadata names no endpoint for pushed authorization requests',
          at: ['claims', 'par'],
          fix: 'name as.endpoints.par, or take the claim out',
        },
      ]
    : [];
}

/** Proofmark sends S256 with every authorization request (RFC 7636). */
function challengeFaults(metadata: Readonly<Record<string, unknown>>, { as }: Descriptor): readonly Found[] {
  const logsIn = as?.clients.some(({ grants }) => grants.includes('authorization_code')) === true;
  const methods = strings(metadata['code_challenge_methods_supported']);
  if (!logsIn || methods === undefined || methods.includes('S256')) return [];
  return [
    {
      standing: 'look',
      saw: `code_challenge_methods_supported has ${listed(methods)}, and not S256 (RFC 7636 §4.2)`,
      fix: 'let the server take S256, which Proofmark sends',
    },
  ];
}

function strings(value: unknown): readonly string[] | undefined {
  return Array.isArray(value) && value.every((item): item is string => typeof item === 'string') ? value : undefined;
}

function listed(values: readonly string[]): string {
  return values.length === 0 ? 'nothing' : printable(values.slice(0, 12).join(', '), 200);
}
