package org.ringfence.web.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.ringfence.domain.InvalidValue;
import org.ringfence.domain.access.IdempotencyKey;
import org.ringfence.domain.access.KeptAnswer;
import org.ringfence.web.form.InvalidForm;

/**
 * Requests that create something, once per Idempotency-Key. It is asked after the caller's rights
 * are known, so that a kept answer reaches nobody who may not have it any more.
 */
@RequestScoped
public class Once {
  static final String HEADER = "Idempotency-Key";

  /** Says that an answer is the one given before. */
  static final String REPLAYED = "Idempotent-Replayed";

  @Inject ApiTenant api;
  @Inject HttpServletRequest request;
  @Inject KeptAnswers kept;

  /**
   * Answers as {@code create} does, or as it did when the same caller sent the same before.
   *
   * @param key null when the caller sent none: then every request creates something
   */
  Response create(@Nullable String key, String body, Supplier<Response> create) {
    return create(key, body.getBytes(StandardCharsets.UTF_8), create);
  }

  Response create(@Nullable String key, byte[] body, Supplier<Response> create) {
    if (key == null) {
      return create.get();
    }
    String address =
        request.getRequestURI() + "?" + Objects.requireNonNullElse(request.getQueryString(), "");
    String name = String.join("\n", api.actor(), address, known(key).value());
    KeptAnswers.Given given =
        kept.answer(
            digest(name.getBytes(StandardCharsets.UTF_8)),
            digest(body),
            () -> toKeep(create.get()));
    Response.ResponseBuilder response =
        Response.status(given.answer().status()).entity(given.answer().body());
    given.answer().location().map(URI::create).ifPresent(response::location);
    if (given.again()) {
      response.header(REPLAYED, "true");
    }
    return response.build();
  }

  private static KeptAnswer toKeep(Response response) {
    return new KeptAnswer(
        response.getStatus(),
        Optional.ofNullable(response.getLocation()).map(URI::toString),
        String.valueOf(response.getEntity()));
  }

  private static IdempotencyKey known(String key) {
    try {
      return new IdempotencyKey(key);
    } catch (InvalidValue refused) {
      throw new InvalidForm(HEADER, refused);
    }
  }

  private static byte[] digest(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
