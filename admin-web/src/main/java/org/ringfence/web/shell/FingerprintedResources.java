package org.ringfence.web.shell;

import jakarta.faces.application.Resource;
import jakarta.faces.application.ResourceHandler;
import jakarta.faces.application.ResourceHandlerWrapper;
import jakarta.faces.application.ResourceWrapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Puts a digest of their bytes into the addresses of our own scripts, styles and pictures, as the
 * version of PrimeFaces stands in those of its. So browsers may keep all of them for a year, and a
 * new release is seen at once.
 */
public class FingerprintedResources extends ResourceHandlerWrapper {
  private static final Set<String> OURS = Set.of("css", "js", "img");
  private final Map<String, String> fingerprints = new ConcurrentHashMap<>();

  public FingerprintedResources(ResourceHandler wrapped) {
    super(wrapped);
  }

  @Override
  public @Nullable Resource createResource(String name) {
    return ours(super.createResource(name));
  }

  @Override
  public @Nullable Resource createResource(String name, String library) {
    return ours(super.createResource(name, library));
  }

  @Override
  public @Nullable Resource createResource(String name, String library, String contentType) {
    return ours(super.createResource(name, library, contentType));
  }

  private @Nullable Resource ours(@Nullable Resource resource) {
    return resource == null
            || resource.getLibraryName() == null
            || !OURS.contains(resource.getLibraryName())
        ? resource
        : new Fingerprinted(resource);
  }

  private String fingerprint(Resource resource) {
    return fingerprints.computeIfAbsent(
        resource.getLibraryName() + "/" + resource.getResourceName(), any -> digest(resource));
  }

  private static String digest(Resource resource) {
    try (InputStream bytes = resource.getInputStream()) {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes.readAllBytes());
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("Every Java platform has SHA-256", missing);
    }
  }

  private final class Fingerprinted extends ResourceWrapper {
    Fingerprinted(Resource wrapped) {
      super(wrapped);
    }

    @Override
    public String getRequestPath() {
      return super.getRequestPath() + "&v=" + fingerprint(getWrapped());
    }
  }
}
