package proofmark;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.AuthorizationGrant;
import com.nimbusds.oauth2.sdk.AuthorizationRequest;
import com.nimbusds.oauth2.sdk.AuthorizationResponse;
import com.nimbusds.oauth2.sdk.ClientCredentialsGrant;
import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.PushedAuthorizationRequest;
import com.nimbusds.oauth2.sdk.PushedAuthorizationResponse;
import com.nimbusds.oauth2.sdk.RefreshTokenGrant;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.as.AuthorizationServerMetadata;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.PrivateKeyJWT;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.dpop.DPoPProofFactory;
import com.nimbusds.oauth2.sdk.dpop.DefaultDPoPProofFactory;
import com.nimbusds.oauth2.sdk.dpop.JWKThumbprintConfirmation;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.oauth2.sdk.token.AccessToken;
import com.nimbusds.oauth2.sdk.token.AccessTokenType;
import com.nimbusds.oauth2.sdk.token.DPoPAccessToken;
import com.nimbusds.oauth2.sdk.token.RefreshToken;
import com.nimbusds.openid.connect.sdk.Nonce;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A session of a client around the SDK, as its documentation has it: the SDK makes the proofs, the application keeps nonces and tries again. */
class Client {
  private final Map<String, Object> settings;
  private final ECKey key;
  private final DPoPProofFactory proofs;
  private final Map<String, Nonce> nonces = new ConcurrentHashMap<>();
  private final SSLContext trust;
  private final HttpClient http;
  private AuthorizationServerMetadata server;
  private CodeVerifier verifier;
  private State state;
  AccessToken accessToken;
  RefreshToken refreshToken;

  Client(Map<String, Object> settings, ECKey key) throws Exception {
    this.settings = settings;
    this.key = key;
    proofs = new DefaultDPoPProofFactory(key, JWSAlgorithm.ES256);
    trust = trusting((String) settings.get("ca"));
    var builder = HttpClient.newBuilder();
    http = (trust == null ? builder : builder.sslContext(trust)).build();
  }

  static ECKey newKey() throws Exception {
    return new ECKeyGenerator(Curve.P_256).generate();
  }

  String authorize(boolean par, boolean dpopJkt) throws Exception {
    state = new State();
    verifier = new CodeVerifier();
    var builder =
        new AuthorizationRequest.Builder(ResponseType.CODE, clientId())
            .endpointURI(server().getAuthorizationEndpointURI())
            .redirectionURI(redirectUri())
            .scope(scope())
            .state(state)
            .codeChallenge(verifier, CodeChallengeMethod.S256);
    if (dpopJkt) builder.dPoPJWKThumbprintConfirmation(JWKThumbprintConfirmation.of(key));
    var request = builder.build();
    if (!par) return request.toURI().toString();
    var endpoint = server().getPushedAuthorizationRequestEndpointURI();
    var answer =
        exchange(
            () -> {
              var authentication = authentication();
              return (authentication == null
                      ? new PushedAuthorizationRequest(endpoint, request)
                      : new PushedAuthorizationRequest(endpoint, authentication, request))
                  .toHTTPRequest();
            });
    var pushed = PushedAuthorizationResponse.parse(answer);
    if (!pushed.indicatesSuccess()) throw new Refused(pushed.toErrorResponse().getErrorObject());
    var reference = pushed.toSuccessResponse().getRequestURI();
    return new AuthorizationRequest.Builder(reference, clientId())
        .endpointURI(server().getAuthorizationEndpointURI())
        .build()
        .toURI()
        .toString();
  }

  void token(String grant) throws Exception {
    take(grant.equals("refresh_token") ? new RefreshTokenGrant(refreshToken) : new ClientCredentialsGrant());
  }

  void callback(URI url) throws Exception {
    var response = AuthorizationResponse.parse(url);
    if (!state.equals(response.getState())) throw new IllegalStateException("another state");
    var issuer = response.getIssuer();
    if (issuer != null && !issuer.equals(server().getIssuer())) throw new IllegalStateException("another issuer");
    if (!response.indicatesSuccess()) throw new Refused(response.toErrorResponse().getErrorObject());
    AuthorizationCode code = response.toSuccessResponse().getAuthorizationCode();
    take(new AuthorizationCodeGrant(code, redirectUri(), verifier));
  }

  private void take(AuthorizationGrant grant) throws Exception {
    var endpoint = server().getTokenEndpointURI();
    var answer =
        exchange(
            () -> {
              var authentication = authentication();
              return (authentication == null
                      ? new TokenRequest.Builder(endpoint, clientId(), grant)
                      : new TokenRequest.Builder(endpoint, authentication, grant))
                  .scope(scope())
                  .build()
                  .toHTTPRequest();
            });
    var response = TokenResponse.parse(answer);
    if (!response.indicatesSuccess()) throw new Refused(response.toErrorResponse().getErrorObject());
    var tokens = response.toSuccessResponse().getTokens();
    if (!tokens.getAccessToken().getType().equals(AccessTokenType.DPOP))
      throw new IllegalStateException("a token that is not bound");
    accessToken = tokens.getAccessToken();
    if (tokens.getRefreshToken() != null) refreshToken = tokens.getRefreshToken();
  }

  private interface Made {
    HTTPRequest request() throws Exception;
  }

  /** Once more where the server demands a nonce, with all of the request made anew. */
  private HTTPResponse exchange(Made made) throws Exception {
    var answer = sent(made.request());
    if (!isChallenge(answer)) return answer;
    return sent(made.request());
  }

  private HTTPResponse sent(HTTPRequest request) throws Exception {
    var origin = originOf(request.getURI());
    request.setDPoP(proofs.createDPoPJWT(request.getMethod().name(), request.getURI(), nonces.get(origin)));
    if (trust != null) request.setSSLSocketFactory(trust.getSocketFactory());
    var answer = request.send();
    keep(origin, answer.getDPoPNonce());
    return answer;
  }

  private static boolean isChallenge(HTTPResponse answer) throws Exception {
    if (answer.getStatusCode() != 400 || answer.getDPoPNonce() == null) return false;
    var error = ErrorObject.parse(answer);
    return "use_dpop_nonce".equals(error.getCode());
  }

  int call(Map<String, Object> task) throws Exception {
    var answer = called(task);
    var nonce = answer.headers().firstValue("DPoP-Nonce");
    var challenges = String.join(", ", answer.headers().allValues("WWW-Authenticate"));
    var isChallenge = answer.statusCode() == 401 && nonce.isPresent() && challenges.contains("use_dpop_nonce");
    return (isChallenge ? called(task) : answer).statusCode();
  }

  @SuppressWarnings("unchecked")
  private HttpResponse<Void> called(Map<String, Object> task) throws Exception {
    var url = URI.create((String) task.get("url"));
    var method = (String) task.get("method");
    var proof = proofs.createDPoPJWT(method, url, accessToken, nonces.get(originOf(url)));
    var request = HttpRequest.newBuilder(url).method(method, body(task));
    for (var line : (List<List<String>>) task.get("headers")) request.header(line.get(0), line.get(1));
    request.header("Authorization", new DPoPAccessToken(accessToken.getValue()).toAuthorizationHeader());
    request.header("DPoP", proof.serialize());
    var answer = http.send(request.build(), HttpResponse.BodyHandlers.discarding());
    answer.headers().firstValue("DPoP-Nonce").ifPresent(value -> keep(originOf(url), new Nonce(value)));
    return answer;
  }

  private static HttpRequest.BodyPublisher body(Map<String, Object> task) {
    var text = (String) task.get("body");
    return text == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(text);
  }

  private void keep(String origin, Nonce nonce) {
    if (nonce != null) nonces.put(origin, nonce);
  }

  private static String originOf(URI url) {
    return url.getScheme() + "://" + url.getAuthority();
  }

  Map<String, Object> save() throws Exception {
    var refresh = refreshToken == null ? "" : refreshToken.getValue();
    return Map.of("settings", settings, "key", key.toJSONObject(), "access", accessToken.getValue(), "refresh", refresh);
  }

  @SuppressWarnings("unchecked")
  static Client load(Map<String, Object> kept) throws Exception {
    var client = new Client((Map<String, Object>) kept.get("settings"), ECKey.parse((Map<String, Object>) kept.get("key")));
    client.accessToken = new DPoPAccessToken((String) kept.get("access"));
    var refresh = (String) kept.get("refresh");
    if (!refresh.isEmpty()) client.refreshToken = new RefreshToken(refresh);
    return client;
  }

  private AuthorizationServerMetadata server() throws Exception {
    if (server != null) return server;
    var issuer = new Issuer((String) settings.get("issuer"));
    server =
        AuthorizationServerMetadata.resolve(
            issuer,
            request -> {
              if (trust != null) request.setSSLSocketFactory(trust.getSocketFactory());
            });
    var algorithms = server.getDPoPJWSAlgs();
    if (algorithms != null && !algorithms.contains(JWSAlgorithm.ES256))
      throw new IllegalStateException("the server does not list ES256");
    return server;
  }

  @SuppressWarnings("unchecked")
  private Map<String, Object> registered() {
    return (Map<String, Object>) settings.get("client");
  }

  private ClientID clientId() {
    return new ClientID((String) registered().get("id"));
  }

  @SuppressWarnings("unchecked")
  private ClientAuthentication authentication() throws Exception {
    var secret = (String) registered().get("secret");
    switch ((String) registered().get("auth")) {
      case "client_secret_basic":
        return new ClientSecretBasic(clientId(), new Secret(secret));
      case "private_key_jwt":
        var own = ECKey.parse((Map<String, Object>) registered().get("key"));
        var audience = new com.nimbusds.oauth2.sdk.id.Audience(server().getIssuer().getValue()).toSingleAudienceList();
        var claims = new com.nimbusds.oauth2.sdk.auth.JWTAuthenticationClaimsSet(clientId(), audience.get(0));
        return new PrivateKeyJWT(claims, JWSAlgorithm.ES256, own.toECPrivateKey(), own.getKeyID(), null);
      default:
        return null;
    }
  }

  private URI redirectUri() {
    return URI.create((String) settings.get("redirect_uri"));
  }

  private Scope scope() {
    var scope = (String) settings.get("scope");
    return scope == null || scope.isEmpty() ? null : Scope.parse(scope);
  }

  private static SSLContext trusting(String pem) throws Exception {
    if (pem == null) return null;
    var store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null);
    var input = new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8));
    store.setCertificateEntry("ca", CertificateFactory.getInstance("X.509").generateCertificate(input));
    var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(store);
    var context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    return context;
  }

  /** The server has answered with an error of OAuth. */
  static class Refused extends Exception {
    final String code;

    Refused(ErrorObject error) {
      super(error == null ? "" : error.getDescription());
      code = error == null || error.getCode() == null ? "error" : error.getCode();
    }
  }
}
