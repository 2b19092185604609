package org.ringfence.web.host;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import org.ringfence.domain.host.Host;
import org.ringfence.domain.host.Host.Wish;
import org.ringfence.web.shell.Pages;

/** How a host looks and reads. */
@Named("hostTone")
@RequestScoped
public class HostTone {
  @Inject Pages pages;

  public String of(Host host) {
    return switch (host.state()) {
      case LOST -> "bad";
      case CLOSED -> "off";
      case UP ->
          switch (host.wish()) {
            case OPEN -> "good";
            case MAINTENANCE -> "off";
            case DRAIN, REOPEN -> "busy";
          };
    };
  }

  public String text(Host host) {
    boolean wished = host.state() != Host.State.LOST && host.wish() != Wish.OPEN;
    return pages.text(wished ? "host.wish." + host.wish() : "host.state." + host.state());
  }

  /** Why it is so, and how far it is; empty when there is nothing to say. */
  public String why(Host host) {
    return (host.reason() + " " + host.note()).strip();
  }
}
