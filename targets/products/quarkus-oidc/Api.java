package proofmark;

import io.quarkus.security.Authenticated;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;

/** Resources that only an authenticated request gets. */
@Path("/")
@Authenticated
@Produces("application/json")
public class Api {
  private static final String BODY = "{\"protected\":\"resource\"}";

  @GET
  public String root() {
    return BODY;
  }

  @GET
  @Path("resource")
  public String get() {
    return BODY;
  }

  @POST
  @Path("resource")
  public String post() {
    return BODY;
  }

  @GET
  @Path("resource/other")
  public String other() {
    return BODY;
  }
}
