import type { Profile } from '../../src/suite/profile.ts';

/**
 * What vendors document about their products. Proofmark holds a product to a documented promise, and only notes a
 * documented peculiarity. Every entry has a public source. (No public source says that Microsoft Entra ID issues DPoP
 * tokens, so there is a preset only for Microsoft's validation library.)
 */
export const products: readonly Profile[] = [
  {
    id: 'okta',
    title: 'Okta, as its developer documentation says',
    kind: 'product',
    link: 'https://developer.okta.com/docs/guides/dpop/main/',
    rows: [],
    without: [],
    changes: [
      {
        requirement: 'RFC9449-11.1-02',
        role: 'rs',
        severity: 'fail',
        source: 'Okta guide "DPoP", Overview: resource servers must track jti and take it once',
      },
      {
        requirement: 'RFC9449-8-10',
        severity: 'info',
        source: 'Okta guide "DPoP", Configure DPoP: an old nonce works for three days',
      },
    ],
  },
  {
    id: 'auth0',
    title: 'Auth0 API SDKs, as their documentation says',
    kind: 'product',
    link: 'https://auth0.github.io/aspnetcore-api/api/Auth0.AspNetCore.Authentication.Api.DPoP.DPoPOptions.html',
    rows: [],
    without: [],
    changes: [
      {
        requirement: 'RFC9449-4.3-11b',
        role: 'rs',
        severity: 'fail',
        source: 'Auth0 DPoPOptions: iat at most 300 s old, 30 s of leeway',
      },
      {
        requirement: 'RFC9449-4.3-11c',
        role: 'rs',
        severity: 'fail',
        source: 'Auth0 DPoPOptions: iat at most 300 s old, 30 s of leeway',
      },
    ],
  },
  {
    id: 'microsoft-identity',
    title: 'Microsoft.IdentityModel.Dpop, as its source says',
    kind: 'product',
    link: 'https://github.com/AzureAD/azure-activedirectory-identitymodel-extensions-for-dotnet',
    rows: [],
    without: [],
    changes: [
      {
        requirement: 'RFC9449-4.3-11b',
        role: 'rs',
        severity: 'fail',
        source: 'Microsoft.IdentityModel.Dpop defaults: 300 s of life, 300 s of skew',
      },
      {
        requirement: 'RFC9449-4.3-11c',
        role: 'rs',
        severity: 'fail',
        source: 'Microsoft.IdentityModel.Dpop defaults: 300 s of life, 300 s of skew',
      },
      {
        requirement: 'RFC9449-11.1-02',
        role: 'rs',
        severity: 'fail',
        source: 'Microsoft.IdentityModel.Dpop: refuses to work without a memory of jti or nonces',
      },
      {
        requirement: 'RFC9449-11.6-01',
        role: 'rs',
        severity: 'fail',
        source: 'Microsoft.IdentityModel.Dpop defaults: RSA keys of 2048 to 4096 bits',
      },
    ],
  },
  {
    id: 'keycloak',
    title: 'Keycloak, as its source says',
    kind: 'product',
    link: 'https://github.com/keycloak/keycloak/blob/main/services/src/main/java/org/keycloak/services/util/DPoPUtil.java',
    rows: [],
    without: [],
    changes: [
      { requirement: 'RFC9449-4.3-11b', severity: 'fail', source: 'Keycloak DPoPUtil: 10 s of life, 15 s of skew' },
      { requirement: 'RFC9449-4.3-11c', severity: 'fail', source: 'Keycloak DPoPUtil: 10 s of life, 15 s of skew' },
      { requirement: 'RFC9449-11.1-02', severity: 'fail', source: 'Keycloak DPoPUtil: jti and htu are taken once' },
      {
        requirement: 'RFC9449-5-03',
        severity: 'info',
        source: 'Keycloak DPoPUtil: a bad proof is answered by invalid_request',
      },
      {
        requirement: 'RFC9449-7.1-19',
        severity: 'info',
        source: 'Keycloak DPoPUtil: the scheme is compared with case',
      },
      {
        requirement: 'RFC9110-11.1-01',
        severity: 'info',
        source: 'Keycloak DPoPUtil: the scheme is compared with case',
      },
      {
        requirement: 'RFC9449-4.3-13b',
        severity: 'info',
        source: 'Keycloak DPoPUtil: htu is compared without its query, the default port not left out',
      },
    ],
  },
  {
    id: 'spring-security',
    title: 'Spring Security resource server, as its source says',
    kind: 'product',
    link: 'https://docs.spring.io/spring-security/reference/servlet/oauth2/resource-server/dpop-tokens.html',
    rows: [],
    without: [],
    changes: [
      {
        requirement: 'RFC9449-4.3-13a',
        role: 'rs',
        severity: 'info',
        source: 'Spring DPoPProofJwtDecoderFactory: htu is compared as text',
      },
      {
        requirement: 'RFC9449-4.3-13b',
        role: 'rs',
        severity: 'info',
        source: 'Spring DPoPProofJwtDecoderFactory: htu is compared as text',
      },
      {
        requirement: 'RFC9449-4.3-13c',
        role: 'rs',
        severity: 'info',
        source: 'Spring DPoPProofJwtDecoderFactory: htu is compared as text',
      },
      {
        requirement: 'RFC9449-4.3-13d',
        role: 'rs',
        severity: 'info',
        source: 'Spring DPoPProofJwtDecoderFactory: htu is compared as text',
      },
      {
        requirement: 'RFC9449-4.3-13e',
        role: 'rs',
        severity: 'info',
        source: 'Spring DPoPProofJwtDecoderFactory: htu is compared as text',
      },
      {
        requirement: 'RFC9449-11.1-02',
        role: 'rs',
        severity: 'fail',
        source: 'Spring DPoPProofJwtDecoderFactory: the last 1000 jti are kept for an hour',
      },
    ],
  },
  {
    id: 'duende',
    title: 'Duende IdentityServer, as its documentation says',
    kind: 'product',
    link: 'https://docs.duendesoftware.com/identityserver/reference/v8/validators/dpop-proof-validator/',
    rows: [],
    without: [],
    changes: [
      {
        requirement: 'RFC9449-4.3-11b',
        role: 'as',
        severity: 'fail',
        source: 'Duende "DPoP Proof Validator": ClientClockSkew of 5 minutes',
      },
      {
        requirement: 'RFC9449-4.3-11c',
        role: 'as',
        severity: 'fail',
        source: 'Duende "DPoP Proof Validator": ClientClockSkew of 5 minutes',
      },
    ],
  },
  {
    id: 'oidc-provider',
    title: 'node-oidc-provider, as its source says',
    kind: 'product',
    link: 'https://github.com/panva/node-oidc-provider/blob/main/lib/helpers/validate_dpop.js',
    rows: [],
    without: [],
    changes: [
      {
        requirement: 'RFC9449-4.3-11b',
        severity: 'fail',
        source: 'oidc-provider validate_dpop: 300 s either way, without a nonce',
      },
      {
        requirement: 'RFC9449-4.3-11c',
        severity: 'fail',
        source: 'oidc-provider validate_dpop: 300 s either way, without a nonce',
      },
      {
        requirement: 'RFC9449-11.1-02',
        severity: 'fail',
        source: 'oidc-provider validate_dpop: jti are kept for each client',
      },
    ],
  },
  {
    id: 'curity',
    title: 'Curity Identity Server, as its configuration reference says',
    kind: 'product',
    link: 'https://curity.io/docs/idsvr/latest/configuration-reference/profiles/profile/settings/authorization-server/dpop',
    rows: [],
    without: [],
    changes: [
      {
        requirement: 'RFC9449-4.3-11b',
        role: 'as',
        severity: 'fail',
        source: 'Curity proof-token-clock-skew: 10 s by default, either way',
      },
      {
        requirement: 'RFC9449-4.3-11c',
        role: 'as',
        severity: 'fail',
        source: 'Curity proof-token-clock-skew: 10 s by default, either way',
      },
    ],
  },
];
