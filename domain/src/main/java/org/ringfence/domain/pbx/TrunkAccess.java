package org.ringfence.domain.pbx;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.ringfence.domain.InvalidValue;
import org.ringfence.domain.Secret;
import org.ringfence.domain.Text;

/** How the tenant's PBX and the provider know each other. */
public sealed interface TrunkAccess {

  /** The provider tells us by account name and password; the PBX registers. */
  record Registration(String username, Secret password) implements TrunkAccess {
    private static final Pattern USERNAME = Pattern.compile("[A-Za-z0-9._+@~!$&'*()=-]{1,64}");

    public Registration {
      username = Text.trimmed("The account name", username);
      if (!USERNAME.matcher(username).matches()) {
        throw new InvalidValue(
            "The account name is 1 to 64 letters, digits and . _ + @ - without spaces, as your provider gave it to you.");
      }
    }
  }

  /** The provider tells us by address; calls are accepted from these sources only. */
  record IpAddress(List<SourceRange> sources, Optional<Registration> credentials)
      implements TrunkAccess {
    public IpAddress {
      sources = List.copyOf(sources);
      if (sources.isEmpty()) {
        throw new InvalidValue(
            "Please enter at least one address from which the provider calls, for example 192.0.2.10 or 192.0.2.0/24.");
      }
      if (sources.size() > 64) {
        throw new InvalidValue("At most 64 provider addresses are possible.");
      }
    }
  }
}
