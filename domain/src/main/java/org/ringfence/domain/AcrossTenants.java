package org.ringfence.domain;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A repository method that does not take the tenant first, and why that is right. Without this mark
 * every method of a repository must take a {@code TenantId} as its first parameter; the
 * architecture test holds that.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface AcrossTenants {
  /** The reason, in words. */
  String value();
}
