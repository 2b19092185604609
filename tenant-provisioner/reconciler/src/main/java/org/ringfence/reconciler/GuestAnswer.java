package org.ringfence.reconciler;

/** What a guest hears when it asks for its configuration. */
sealed interface GuestAnswer {
  /** A configuration it does not have. */
  final class Bundle implements GuestAnswer {
    private final int revision;
    private final String digest;
    private final byte[] tar;

    /**
     * @param digest SHA-256 of the bundle, 64 hex digits
     * @param tar an archive with secrets; the caller does not change it
     */
    Bundle(int revision, String digest, byte[] tar) {
      this.revision = revision;
      this.digest = digest;
      this.tar = tar;
    }

    int revision() {
      return revision;
    }

    String digest() {
      return digest;
    }

    byte[] tar() {
      return tar;
    }
  }

  /** A trunk to examine, as lines of a request. */
  record Examine(String request) implements GuestAnswer {}

  /** Nothing newer yet. */
  record Nothing() implements GuestAnswer {}

  /** Its VM is being deleted: it need not ask again. */
  record Gone() implements GuestAnswer {}
}
