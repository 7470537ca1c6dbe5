package proofmark;

import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtValidators;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** A resource server of Spring Security for JWT access tokens (RFC 9068), as its documentation sets it up. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(Server.Api.class)
public class Server {
  private static final String ISSUER = System.getenv("ISSUER");

  public static void main(String[] options) {
    SpringApplication.run(Server.class, options);
    System.out.println("ready");
  }

  @Bean
  SecurityFilterChain resourceServer(HttpSecurity http) throws Exception {
    return http.csrf(forged -> forged.disable())
        .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
        .oauth2ResourceServer(server -> server.jwt(Customizer.withDefaults()).dPoP(Customizer.withDefaults()))
        .build();
  }

  @Bean
  JwtDecoder jwtDecoder() {
    var decoder = NimbusJwtDecoder.withJwkSetUri(System.getenv("JWKS"))
        .jwsAlgorithm(SignatureAlgorithm.ES256)
        .validateType(false)
        .build();
    decoder.setJwtValidator(
        JwtValidators.createAtJwtValidator().issuer(ISSUER).audience("urn:proofmark:api").clientId("proofmark").build());
    return decoder;
  }

  @RestController
  static class Api {
    @GetMapping({"/", "/resource", "/resource/other"})
    Map<String, String> get() {
      return Map.of("protected", "resource");
    }

    @PostMapping("/resource")
    Map<String, String> post() {
      return Map.of("protected", "resource");
    }
  }
}
