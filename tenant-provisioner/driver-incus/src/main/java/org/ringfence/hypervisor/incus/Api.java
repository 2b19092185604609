package org.ringfence.hypervisor.incus;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;

/**
 * The REST API 1.0 that Incus and LXD have in common. Answers are objects with {@code metadata};
 * what takes longer is an operation, which is awaited here.
 */
final class Api {
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);
  private static final Duration ANSWER_LIMIT = Duration.ofMinutes(1);
  private static final Duration UPLOAD_LIMIT = Duration.ofMinutes(20);
  private static final Duration BUSY_LIMIT = Duration.ofSeconds(30);
  private static final long BUSY_PAUSE_MS = 200;
  private static final int WAIT_SECONDS = 20;

  private static final int OPERATION_SUCCEEDED = 200;
  private static final int FIRST_ERROR = 400;

  private final List<URI> servers;
  private final HttpClient http;

  /** The one that answered last; the others are asked when it does not. */
  private volatile int current;

  Api(List<URI> servers, SSLContext tls) {
    this.servers = servers;
    this.http =
        HttpClient.newBuilder()
            .sslContext(tls)
            .connectTimeout(CONNECT_LIMIT)
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  /** The answer, an object whose {@code metadata} is the thing asked for. */
  Map<String, Object> get(String path) {
    return json(send(path, "GET", BodyPublishers.noBody(), ANSWER_LIMIT, Map.of()));
  }

  /** The thing itself; empty when there is none. */
  Optional<Map<String, Object>> find(String path) {
    try {
      return Optional.of(Json.objectAt(get(path), "metadata"));
    } catch (EngineException e) {
      if (e.isNotFound()) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** What lies at the path, which is no JSON. */
  byte[] raw(String path) {
    HttpResponse<byte[]> answer =
        send(path, "GET", BodyPublishers.noBody(), ANSWER_LIMIT, Map.of());
    if (answer.statusCode() >= FIRST_ERROR) {
      throw refusal(answer);
    }
    return answer.body();
  }

  /** Asks for something and waits until the engine has done it, at most for the limit. */
  void change(String method, String path, Map<String, ?> body, Duration limit) {
    whenFree(
        () ->
            await(
                json(
                    send(
                        path,
                        method,
                        BodyPublishers.ofString(Json.text(body)),
                        ANSWER_LIMIT,
                        Map.of())),
                limit));
  }

  /** A web socket to the first server that takes one. */
  WebSocket socket(String path, WebSocket.Listener listener) {
    Throwable last = new IOException("there is no server");
    for (int turn = 0; turn < servers.size(); turn++) {
      URI server = servers.get((current + turn) % servers.size());
      URI address = URI.create("wss://" + server.getAuthority() + path);
      try {
        return http.newWebSocketBuilder()
            .connectTimeout(CONNECT_LIMIT)
            .buildAsync(address, listener)
            .get(ANSWER_LIMIT.toSeconds(), TimeUnit.SECONDS);
      } catch (ExecutionException | TimeoutException failure) {
        last = failure;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new EngineException(EngineException.NO_ANSWER, "the wait was interrupted", e);
      }
    }
    throw new EngineException(EngineException.NO_ANSWER, "no events from " + servers, last);
  }

  /** Asks for something that goes on by itself; answers the operation. */
  Map<String, Object> begin(String method, String path, Map<String, ?> body) {
    return Json.objectAt(
        json(send(path, method, BodyPublishers.ofString(Json.text(body)), ANSWER_LIMIT, Map.of())),
        "metadata");
  }

  /** The engine refuses what it cannot do yet instead of waiting. */
  private static void whenFree(Runnable request) {
    long deadline = System.nanoTime() + BUSY_LIMIT.toNanos();
    while (true) {
      try {
        request.run();
        return;
      } catch (EngineException e) {
        if (!e.isBusy() || System.nanoTime() > deadline) {
          throw e;
        }
      }
      try {
        Thread.sleep(BUSY_PAUSE_MS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new EngineException(EngineException.NO_ANSWER, "the wait was interrupted", e);
      }
    }
  }

  /** Removes something; true when it was there. */
  boolean remove(String path, Duration limit) {
    try {
      whenFree(
          () ->
              await(
                  json(send(path, "DELETE", BodyPublishers.noBody(), ANSWER_LIMIT, Map.of())),
                  limit));
      return true;
    } catch (EngineException e) {
      if (e.isNotFound()) {
        return false;
      }
      throw e;
    }
  }

  /** Sends bytes instead of an object. */
  void upload(String path, BodyPublisher bytes, Map<String, String> headers, Duration limit) {
    await(json(send(path, "POST", bytes, UPLOAD_LIMIT, headers)), limit);
  }

  private void await(Map<String, Object> answer, Duration limit) {
    if (!"async".equals(answer.get("type"))) {
      return;
    }
    String operation =
        Json.textAt(answer, "operation")
            .orElseThrow(() -> new EngineException(500, "the operation has no address", null));
    long deadline = System.nanoTime() + limit.toNanos();
    while (true) {
      Map<String, Object> state =
          Json.objectAt(get(operation + "/wait?timeout=" + WAIT_SECONDS), "metadata");
      long code = Json.numberAt(state, "status_code");
      if (code == OPERATION_SUCCEEDED) {
        return;
      }
      if (code >= FIRST_ERROR) {
        String words =
            Json.textAt(state, "err").filter(text -> !text.isBlank()).orElse("no reason");
        throw new EngineException(EngineException.OPERATION, words, null);
      }
      if (System.nanoTime() > deadline) {
        throw new EngineException(
            EngineException.OPERATION,
            "it has not ended within " + limit.toSeconds() + " s and goes on",
            null);
      }
    }
  }

  private HttpResponse<byte[]> send(
      String path, String method, BodyPublisher body, Duration limit, Map<String, String> headers) {
    int first = current;
    IOException last = new IOException("there is no server");
    for (int turn = 0; turn < servers.size(); turn++) {
      int index = (first + turn) % servers.size();
      HttpRequest.Builder request =
          HttpRequest.newBuilder(servers.get(index).resolve(path))
              .method(method, body)
              .timeout(limit);
      headers.forEach(request::header);
      try {
        HttpResponse<byte[]> answer = http.send(request.build(), BodyHandlers.ofByteArray());
        current = index;
        return answer;
      } catch (ConnectException | HttpConnectTimeoutException notThere) {
        last = notThere;
      } catch (IOException broken) {
        last = broken;
        if (!method.equals("GET")) {
          // It may have been done all the same.
          break;
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new EngineException(EngineException.NO_ANSWER, "the wait was interrupted", e);
      }
    }
    throw new EngineException(
        EngineException.NO_ANSWER,
        "no answer from " + servers + ": " + last.getClass().getSimpleName() + " " + reason(last),
        last);
  }

  private static String reason(Throwable failure) {
    Throwable cause = failure;
    while (cause.getMessage() == null && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage());
  }

  private static Map<String, Object> json(HttpResponse<byte[]> answer) {
    if (answer.statusCode() >= FIRST_ERROR) {
      throw refusal(answer);
    }
    try {
      return Json.object(new String(answer.body(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new EngineException(500, "its answer is no JSON", e);
    }
  }

  private static EngineException refusal(HttpResponse<byte[]> answer) {
    String words = "HTTP " + answer.statusCode();
    try {
      Map<String, Object> error = Json.object(new String(answer.body(), StandardCharsets.UTF_8));
      words = Json.textAt(error, "error").filter(text -> !text.isBlank()).orElse(words);
    } catch (IOException notJson) {
      // The status has to do.
    }
    return new EngineException(answer.statusCode(), words, null);
  }
}
