package proofmark;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.dpop.JWKThumbprintConfirmation;
import com.nimbusds.oauth2.sdk.dpop.verifiers.AccessTokenValidationException;
import com.nimbusds.oauth2.sdk.dpop.verifiers.DPoPIssuer;
import com.nimbusds.oauth2.sdk.dpop.verifiers.DPoPProtectedResourceRequestVerifier;
import com.nimbusds.oauth2.sdk.dpop.verifiers.InMemoryDPoPSingleUseChecker;
import com.nimbusds.oauth2.sdk.dpop.verifiers.InvalidDPoPProofException;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.token.DPoPAccessToken;
import com.nimbusds.oauth2.sdk.token.DPoPTokenError;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;

/** A resource server around the verifier of the Nimbus SDK, as its documentation has it, in the HTTP server of the JDK. */
public class Server {
  private static final Set<JWSAlgorithm> ALGORITHMS =
      Set.of(JWSAlgorithm.ES256, JWSAlgorithm.ES384, JWSAlgorithm.ES512, JWSAlgorithm.PS256, JWSAlgorithm.RS256);
  /** For exceptions that the SDK does not announce. */
  private static final DPoPTokenError BROKEN = new DPoPTokenError("server_error", null, 500);

  private static final Set<String> PATHS = Set.of("/", "/resource", "/resource/other");

  private final String origin;
  private final DefaultJWTProcessor<SecurityContext> accessTokens = new DefaultJWTProcessor<>();
  private final DPoPProtectedResourceRequestVerifier proofs =
      new DPoPProtectedResourceRequestVerifier(ALGORITHMS, 5, 60, new InMemoryDPoPSingleUseChecker(120, 60));

  public static void main(String[] options) throws Exception {
    var port = Integer.parseInt(options[0]);
    var own = new Server("http://127.0.0.1:" + port, options[1]);
    var server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 128);
    server.createContext("/", own::answer);
    server.setExecutor(Executors.newFixedThreadPool(16));
    server.start();
    System.out.println("ready");
  }

  Server(String origin, String issuer) throws Exception {
    this.origin = origin;
    var keys = JWKSourceBuilder.create(new URL(issuer + "/jwks")).build();
    accessTokens.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(new JOSEObjectType("at+jwt")));
    accessTokens.setJWSKeySelector(new JWSVerificationKeySelector<>(JWSAlgorithm.ES256, keys));
    accessTokens.setJWTClaimsSetVerifier(
        new DefaultJWTClaimsVerifier<>(
            "urn:proofmark:api", new JWTClaimsSet.Builder().issuer(issuer).build(), Set.of("exp", "client_id")));
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      var isKnown = PATHS.contains(exchange.getRequestURI().getPath());
      var error = isKnown ? refusal(exchange) : null;
      if (!isKnown) send(exchange, 404, "{}");
      else if (error != null) refuse(exchange, error);
      else send(exchange, 200, "{\"protected\":\"resource\"}");
    }
  }

  /** Null where access token and proof are good. */
  private DPoPTokenError refusal(HttpExchange exchange) {
    try {
      var request = requestOf(exchange);
      var token = DPoPAccessToken.parse(request);
      var claims = accessTokens.process(token.getValue(), null);
      var client = new DPoPIssuer(new ClientID(claims.getStringClaim("client_id")));
      var bound = JWKThumbprintConfirmation.parse(claims);
      if (bound == null) return DPoPTokenError.INVALID_TOKEN;
      var proof = request.getDPoP();
      if (proof == null) return DPoPTokenError.INVALID_DPOP_PROOF;
      var target = URI.create(origin + exchange.getRequestURI().getRawPath());
      proofs.verify(exchange.getRequestMethod(), target, client, proof, token, bound);
      return null;
    } catch (InvalidDPoPProofException error) {
      return DPoPTokenError.INVALID_DPOP_PROOF;
    } catch (ParseException error) {
      return error.getErrorObject() instanceof DPoPTokenError known ? known : DPoPTokenError.MISSING_TOKEN;
    } catch (AccessTokenValidationException | com.nimbusds.jose.proc.BadJOSEException | java.text.ParseException error) {
      return DPoPTokenError.INVALID_TOKEN;
    } catch (com.nimbusds.jose.JOSEException error) {
      return DPoPTokenError.INVALID_DPOP_PROOF;
    } catch (RuntimeException error) {
      return BROKEN;
    }
  }

  /** Field lines of one name stay what they are: several values. */
  private HTTPRequest requestOf(HttpExchange exchange) {
    var request = new HTTPRequest(HTTPRequest.Method.GET, URI.create(origin + "/"));
    for (var name : List.of("Authorization", "DPoP")) {
      var values = exchange.getRequestHeaders().get(name);
      if (values != null) request.setHeader(name, values.toArray(String[]::new));
    }
    return request;
  }

  private void refuse(HttpExchange exchange, DPoPTokenError error) throws IOException {
    exchange.getResponseHeaders().set("WWW-Authenticate", error.setJWSAlgorithms(ALGORITHMS).toWWWAuthenticateHeader());
    send(exchange, error.getHTTPStatusCode() == 0 ? 401 : error.getHTTPStatusCode(), "{}");
  }

  private void send(HttpExchange exchange, int status, String text) throws IOException {
    var body = text.getBytes(StandardCharsets.UTF_8);
    var isHead = exchange.getRequestMethod().equals("HEAD");
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, isHead ? -1 : body.length);
    if (!isHead) exchange.getResponseBody().write(body);
  }
}
