package proofmark;

import com.nimbusds.oauth2.sdk.util.JSONObjectUtils;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import net.minidev.json.JSONObject;

/** Speaks the drive contract: one JSON object a line in, one out. */
public class Commands {
  private static final List<String> DOES =
      List.of(
          "token.client_credentials", "token.authorization_code", "token.refresh", "par", "dpop_jkt", "call", "call.post",
          "nonce.as", "nonce.rs", "restart", "parallel", "https", "http-loopback");

  private final Map<String, Client> sessions = new LinkedHashMap<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();

  public static void main(String[] options) throws Exception {
    var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    var commands = new Commands();
    for (var line = in.readLine(); line != null; line = in.readLine()) {
      var task = JSONObjectUtils.parse(line);
      var reply = new LinkedHashMap<String, Object>(commands.reply(task));
      reply.put("id", task.get("id"));
      out.println(JSONObject.toJSONString(reply));
      if ("stop".equals(task.get("cmd"))) break;
    }
    System.exit(0);
  }

  private Map<String, Object> reply(Map<String, Object> task) {
    try {
      var reply = new LinkedHashMap<String, Object>();
      reply.put("ok", true);
      reply.putAll(answer(task));
      return reply;
    } catch (Client.Refused error) {
      return failed(error.code, error);
    } catch (UnsupportedOperationException error) {
      return Map.of("ok", false, "unsupported", true);
    } catch (Exception error) {
      return failed(error.getClass().getSimpleName(), error);
    }
  }

  private static Map<String, Object> failed(String code, Exception error) {
    return Map.of("ok", false, "error", Map.of("code", code, "text", String.valueOf(error.getMessage())));
  }

  private Map<String, Object> answer(Map<String, Object> task) throws Exception {
    var one = sessions.get(task.get("session"));
    switch ((String) task.get("cmd")) {
      case "hello":
        return Map.of(
            "name", "Nimbus OAuth 2.0 SDK as a client", "version", "11.39", "language", "java", "decides", "adapter", "does", DOES);
      case "start":
        sessions.put((String) task.get("session"), new Client(task, Client.newKey()));
        return Map.of();
      case "token":
        if (!"authorization_code".equals(task.get("grant"))) return granted(one, (String) task.get("grant"));
        return Map.of("navigate", one.authorize(isTrue(task.get("par")), isTrue(task.get("dpop_jkt"))));
      case "callback":
        one.callback(URI.create((String) task.get("url")));
        return tokensOf(one);
      case "call":
        if (isTrue(task.get("stream"))) throw new UnsupportedOperationException();
        return calls(one, task);
      case "save":
        return Map.of("state", JSONObject.toJSONString(one.save()));
      case "load":
        sessions.put((String) task.get("session"), Client.load(JSONObjectUtils.parse((String) task.get("state"))));
        return Map.of();
      case "stop":
        return Map.of();
      default:
        throw new UnsupportedOperationException();
    }
  }

  private static Map<String, Object> granted(Client one, String grant) throws Exception {
    one.token(grant);
    return tokensOf(one);
  }

  private static Map<String, Object> tokensOf(Client one) {
    return Map.of("token_type", one.accessToken.getType().getValue(), "has_refresh", one.refreshToken != null);
  }

  private Map<String, Object> calls(Client one, Map<String, Object> task) throws Exception {
    var statuses = new ArrayList<Integer>();
    var together = new ArrayList<Callable<Integer>>();
    for (var count = 0; count < number(task.get("parallel")); count++) together.add(() -> one.call(task));
    for (var round = 0; round < number(task.get("times")); round++)
      for (var call : threads.invokeAll(together)) statuses.add(call.get());
    return Map.of("status", statuses.get(statuses.size() - 1), "statuses", statuses);
  }

  private static boolean isTrue(Object value) {
    return Boolean.TRUE.equals(value);
  }

  private static int number(Object value) {
    return value instanceof Number number ? number.intValue() : 1;
  }
}
