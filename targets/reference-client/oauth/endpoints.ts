/** What the client needs of the metadata of an authorization server (RFC 8414 2). */
export interface Metadata {
  readonly tokenEndpoint: URL;
  readonly authorizationEndpoint?: URL | undefined;
  readonly parEndpoint?: URL | undefined;
  readonly deviceEndpoint?: URL | undefined;
  readonly requiresPar: boolean;
  readonly givesIssuer: boolean;
  readonly algorithms?: readonly unknown[] | undefined;
}
