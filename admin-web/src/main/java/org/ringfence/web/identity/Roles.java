package org.ringfence.web.identity;

/** The roles of the realm that mean something here. */
public final class Roles {
  /** Runs the platform: every tenant, after entering it visibly. */
  public static final String PLATFORM_ADMIN = "platform-admin";

  /** Runs the PBX of the tenants it is a member of. */
  public static final String TENANT_ADMIN = "tenant-admin";

  static final String CLAIM = "groups";

  private Roles() {}
}
