import type { Profile, Severity, SeverityChange } from '../src/suite/profile.ts';

type Told = Omit<Profile, 'kind' | 'rows' | 'without' | 'changes'> & {
  /** Rows of the catalogue that tell of this product. */
  readonly about: string;
  readonly changes: readonly SeverityChange[];
};

function product({ about: _about, ...told }: Told): Profile {
  return { ...told, kind: 'product', rows: [], without: [] };
}

function graded(severity: Severity, source: string, ...requirements: readonly string[]): readonly SeverityChange[] {
  return requirements.map((requirement) => ({ requirement, severity, source }));
}

const replayAs = 'RFC9449-11.1-02-as';
const replayRs = 'RFC9449-11.1-02-rs';
const windowAs = ['RFC9449-4.3-11b-as', 'RFC9449-4.3-11c-as'];
const windowRs = ['RFC9449-4.3-11b-rs', 'RFC9449-4.3-11c-rs'];

/**
 * What vendors document of their products: a documented promise is held against the product, a documented peculiarity is
 * only noted. Only what a public source says stands here. (Nothing public says that Microsoft Entra ID issues DPoP
 * tokens, so there is no preset for it, only for Microsoft's validation library.)
 */
export const products: readonly Profile[] = [
  product({
    id: 'okta',
    about: 'VENDOR-OKTA',
    title: 'Okta, as its developer documentation tells',
    link: 'https://developer.okta.com/docs/guides/dpop/main/',
    changes: [
      ...graded('fail', 'Okta guide "DPoP", Overview: resource servers must track jti and take it once', replayRs),
      ...graded('info', 'Okta guide "DPoP", Configure DPoP: an old nonce works for three days', 'RFC9449-8-10'),
    ],
  }),
  product({
    id: 'auth0',
    about: 'VENDOR-AUTH0',
    title: 'Auth0 API SDKs, as their documentation tells',
    link: 'https://auth0.github.io/aspnetcore-api/api/Auth0.AspNetCore.Authentication.Api.DPoP.DPoPOptions.html',
    changes: graded('fail', 'Auth0 DPoPOptions: iat at most 300 s old, 30 s of leeway', ...windowRs),
  }),
  product({
    id: 'microsoft-identity',
    about: 'VENDOR-MS',
    title: 'Microsoft.IdentityModel.Dpop, as its source tells',
    link: 'https://github.com/AzureAD/azure-activedirectory-identitymodel-extensions-for-dotnet',
    changes: [
      ...graded('fail', 'Microsoft.IdentityModel.Dpop defaults: 300 s of life, 300 s of skew', ...windowRs),
      ...graded('fail', 'Microsoft.IdentityModel.Dpop: refuses to work without a memory of jti or nonces', replayRs),
      ...graded('fail', 'Microsoft.IdentityModel.Dpop defaults: RSA keys of 2048 to 4096 bits', 'RFC9449-11.6-01-rs'),
    ],
  }),
  product({
    id: 'keycloak',
    about: 'VENDOR-KEYCLOAK',
    title: 'Keycloak, as its source tells',
    link: 'https://github.com/keycloak/keycloak/blob/main/services/src/main/java/org/keycloak/services/util/DPoPUtil.java',
    changes: [
      ...graded('fail', 'Keycloak DPoPUtil: 10 s of life, 15 s of skew', ...windowAs, ...windowRs),
      ...graded('fail', 'Keycloak DPoPUtil: jti and htu are taken once', replayAs, replayRs),
      ...graded('info', 'Keycloak DPoPUtil: a bad proof is answered by invalid_request', 'RFC9449-5-03'),
      ...graded('info', 'Keycloak DPoPUtil: the scheme is compared with case', 'RFC9449-7.1-19', 'RFC9110-11.1-01'),
      ...graded(
        'info',
        'Keycloak DPoPUtil: htu is compared without its query, the default port not left out',
        'RFC9449-4.3-13b-as',
        'RFC9449-4.3-13b-rs',
      ),
    ],
  }),
  product({
    id: 'spring-security',
    about: 'VENDOR-SPRING',
    title: 'Spring Security resource server, as its source tells',
    link: 'https://docs.spring.io/spring-security/reference/servlet/oauth2/resource-server/dpop-tokens.html',
    changes: [
      ...graded(
        'info',
        'Spring DPoPProofJwtDecoderFactory: htu is compared as text',
        ...['a', 'b', 'c', 'd', 'e'].map((part) => `RFC9449-4.3-13${part}-rs`),
      ),
      ...graded('fail', 'Spring DPoPProofJwtDecoderFactory: the last 1000 jti are kept for an hour', replayRs),
    ],
  }),
  product({
    id: 'duende',
    about: 'VENDOR-DUENDE',
    title: 'Duende IdentityServer, as its documentation tells',
    link: 'https://docs.duendesoftware.com/identityserver/reference/v8/validators/dpop-proof-validator/',
    changes: graded('fail', 'Duende "DPoP Proof Validator": ClientClockSkew of 5 minutes', ...windowAs),
  }),
  product({
    id: 'oidc-provider',
    about: 'VENDOR-NODEOP',
    title: 'node-oidc-provider, as its source tells',
    link: 'https://github.com/panva/node-oidc-provider/blob/main/lib/helpers/validate_dpop.js',
    changes: [
      ...graded('fail', 'oidc-provider validate_dpop: 300 s either way, without a nonce', ...windowAs, ...windowRs),
      ...graded('fail', 'oidc-provider validate_dpop: jti are kept for each client', replayAs, replayRs),
    ],
  }),
  product({
    id: 'curity',
    about: 'VENDOR-CURITY',
    title: 'Curity Identity Server, as its configuration reference tells',
    link: 'https://curity.io/docs/idsvr/latest/configuration-reference/profiles/profile/settings/authorization-server/dpop',
    changes: graded('fail', 'Curity proof-token-clock-skew: 10 s by default, either way', ...windowAs),
  }),
];
