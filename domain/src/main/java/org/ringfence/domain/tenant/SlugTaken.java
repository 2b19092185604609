package org.ringfence.domain.tenant;

/** Another tenant already has this short name. */
public final class SlugTaken extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public SlugTaken(Slug slug) {
    super("Another tenant already uses the short name " + slug + ". Please choose another one.");
  }
}
