package org.ringfence.hypervisor.incus;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.ringfence.hypervisor.ConfigKey;
import org.ringfence.hypervisor.DriverConfig;
import org.ringfence.hypervisor.HypervisorDriver;
import org.ringfence.hypervisor.HypervisorDriverFactory;

/** Makes drivers that have an Incus or LXD server, or a cluster of them, run system containers. */
public final class IncusDriverFactory implements HypervisorDriverFactory {
  static final String NAME = "incus";

  static final String URLS = "ringfence.incus.url";
  static final String CERTIFICATE = "ringfence.incus.certificate";
  static final String KEY = "ringfence.incus.key";
  static final String SERVER_CERTIFICATE = "ringfence.incus.server.certificate";
  static final String POOL = "ringfence.incus.pool";
  static final String NETWORK = "ringfence.incus.network";
  static final String PROFILE = "ringfence.incus.profile";
  static final String TARGET = "ringfence.incus.target";

  private static final Pattern BLANKS = Pattern.compile("[\\s,]+");

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<ConfigKey> configKeys() {
    return List.of(
        ConfigKey.required(
            URLS,
            "the server's address, such as https://192.0.2.7:8443; of a cluster those of several"
                + " members, separated by blanks"),
        ConfigKey.required(
            CERTIFICATE, "a PEM file with the certificate that the server trusts us by"),
        ConfigKey.required(KEY, "a PEM file with that certificate's private key (PKCS #8)"),
        ConfigKey.required(
            SERVER_CERTIFICATE,
            "a PEM file with the server's own certificate, or the cluster's: no other is accepted"),
        ConfigKey.required(POOL, "the storage pool for containers and their data volumes"),
        ConfigKey.required(
            NETWORK, "the server's network, or a bridge of its host, that containers are on"),
        ConfigKey.optional(
            PROFILE,
            "ringfence",
            "the profile of all our containers; made when it is not there, never changed"),
        ConfigKey.optional(
            TARGET,
            "any",
            "where a cluster puts new containers: the name of a member, @ and the name of a group,"
                + " or any to let it choose"));
  }

  @Override
  public HypervisorDriver create(DriverConfig config) {
    IncusSettings settings = settings(config);
    Api api = new Api(settings.servers(), Tls.read(settings));
    Server server = Server.hello(api);
    return server.clustered()
        ? new ClusterDriver(settings, api, server)
        : new IncusDriver(settings, api, server);
  }

  static IncusSettings settings(DriverConfig config) {
    return new IncusSettings(
        config.get(URLS, IncusDriverFactory::servers),
        config.get(CERTIFICATE, Path::of),
        config.get(KEY, Path::of),
        config.get(SERVER_CERTIFICATE, Path::of),
        config.get(POOL, IncusSettings::checkName),
        config.get(NETWORK, IncusSettings::checkName),
        config.get(PROFILE, IncusSettings::checkName),
        config.get(TARGET, IncusSettings::checkTarget));
  }

  private static List<URI> servers(String text) {
    return Stream.of(BLANKS.split(text.strip(), -1)).map(IncusDriverFactory::server).toList();
  }

  private static URI server(String text) {
    URI uri = URI.create(text);
    boolean bare = uri.getPath() == null || uri.getPath().isEmpty() || uri.getPath().equals("/");
    if (!"https".equals(uri.getScheme())
        || uri.getHost() == null
        || uri.getUserInfo() != null
        || uri.getQuery() != null
        || !bare) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is no address like https://192.0.2.7:8443");
    }
    return URI.create(
        "https://" + uri.getHost() + ":" + (uri.getPort() < 0 ? 8443 : uri.getPort()));
  }
}
