package org.ringfence.web.shell;

/** What the page is about was there when it was opened and is not any more. */
public final class Gone extends RuntimeException {
  private static final long serialVersionUID = 1L;
}
