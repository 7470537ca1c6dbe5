package proofmark;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPublicKey;
import java.util.Map;
import java.util.function.Consumer;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.Order;
import org.springframework.http.MediaType;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.crypto.password.DelegatingPasswordEncoder;
import org.springframework.security.crypto.password.NoOpPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.config.annotation.web.configuration.OAuth2AuthorizationServerConfiguration;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.MediaTypeRequestMatcher;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Spring Authorization Server as its documentation sets it up, and a resource of Spring Security that takes its tokens. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(Server.Api.class)
public class Server {
  private static final String ORIGIN = "http://127.0.0.1:" + System.getProperty("server.port");

  public static void main(String[] options) {
    SpringApplication.run(Server.class, options);
    System.out.println("ready");
  }

  /** TESTER_SECRET and so on. */
  private static String secretOf(String name) {
    return "{noop}" + System.getenv(name.toUpperCase() + "_SECRET");
  }

  @Bean
  @Order(1)
  SecurityFilterChain authorizationServer(HttpSecurity http) throws Exception {
    var login = new LoginUrlAuthenticationEntryPoint("/login");
    return http.oauth2AuthorizationServer(server -> {
          http.securityMatcher(server.getEndpointsMatcher());
          server.oidc(Customizer.withDefaults()).pushedAuthorizationRequestEndpoint(Customizer.withDefaults());
        })
        .authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
        .exceptionHandling(failed ->
            failed.defaultAuthenticationEntryPointFor(login, new MediaTypeRequestMatcher(MediaType.TEXT_HTML)))
        .build();
  }

  @Bean
  @Order(2)
  SecurityFilterChain resourceServer(HttpSecurity http) throws Exception {
    return http.securityMatchers(paths -> paths.requestMatchers(PathPatternRequestMatcher.pathPattern("/resource/**")))
        .csrf(forged -> forged.disable())
        .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
        .oauth2ResourceServer(server -> server.jwt(Customizer.withDefaults()).dPoP(Customizer.withDefaults()))
        .build();
  }

  @Bean
  @Order(3)
  SecurityFilterChain loginPage(HttpSecurity http) throws Exception {
    return http.authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
        .formLogin(Customizer.withDefaults())
        .build();
  }

  @Bean
  UserDetailsService users() {
    return new InMemoryUserDetailsManager(User.withUsername("tester").password(secretOf("tester")).roles("USER").build());
  }

  @Bean
  RegisteredClientRepository clients() {
    return new InMemoryRegisteredClientRepository(
        client("confidential", ClientAuthenticationMethod.CLIENT_SECRET_BASIC, false, Server::machine),
        client("post", ClientAuthenticationMethod.CLIENT_SECRET_POST, false, Server::machine),
        client("consent", ClientAuthenticationMethod.CLIENT_SECRET_BASIC, true, one -> {}),
        client("public", ClientAuthenticationMethod.NONE, false, one -> {}));
  }

  private static void machine(RegisteredClient.Builder one) {
    one.authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS);
  }

  private static RegisteredClient client(
      String id, ClientAuthenticationMethod method, boolean consent, Consumer<RegisteredClient.Builder> more) {
    var settings = ClientSettings.builder().requireAuthorizationConsent(consent).requireProofKey(true).build();
    var one = RegisteredClient.withId(id)
        .clientId(id)
        .clientSecret(method == ClientAuthenticationMethod.NONE ? null : secretOf(id))
        .clientAuthenticationMethod(method)
        .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
        .authorizationGrantType(AuthorizationGrantType.REFRESH_TOKEN)
        .redirectUri("http://127.0.0.1:1/cb")
        .scope("openid")
        .scope("read")
        .clientSettings(settings);
    more.accept(one);
    return one.build();
  }

  /** Secrets are compared as they are: the default, bcrypt, would make a run of thousands of requests last for long. */
  @Bean
  @SuppressWarnings("deprecation")
  PasswordEncoder passwordEncoder() {
    return new DelegatingPasswordEncoder("noop", Map.of("noop", NoOpPasswordEncoder.getInstance()));
  }

  @Bean
  AuthorizationServerSettings settings() {
    return AuthorizationServerSettings.builder().issuer(ORIGIN).build();
  }

  @Bean
  JWKSource<SecurityContext> keys() throws Exception {
    var generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    var pair = generator.generateKeyPair();
    var key = new RSAKey.Builder((RSAPublicKey) pair.getPublic()).privateKey(pair.getPrivate()).keyID("1").build();
    return new ImmutableJWKSet<>(new JWKSet(key));
  }

  @Bean
  JwtDecoder jwtDecoder(JWKSource<SecurityContext> keys) {
    return OAuth2AuthorizationServerConfiguration.jwtDecoder(keys);
  }

  @RestController
  static class Api {
    @GetMapping({"/resource", "/resource/other"})
    Map<String, String> get() {
      return Map.of("protected", "resource");
    }

    @PostMapping("/resource")
    Map<String, String> post() {
      return Map.of("protected", "resource");
    }
  }
}
