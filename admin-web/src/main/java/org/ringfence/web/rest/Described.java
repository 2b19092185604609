package org.ringfence.web.rest;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a resource is about, and what its methods do, take and answer, for {@link OpenApi}. Names
 * are those of {@link Named}; a method without it, or with a name that nothing has, fails the
 * build.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
@interface Described {
  /** A sentence for whoever calls it. */
  String does();

  /** The {@link Fields} of the JSON object in the request; empty for none. */
  String takes() default "";

  /** The {@link Shape} of the answer; empty for none, and for what is not JSON. */
  String answers() default "";

  /** Whether the answer is a list of such things. */
  boolean list() default false;

  /** The status of success, the only one. */
  int status() default 200;

  /** Parameters of the address that the method reads by itself. */
  String[] asks() default {};

  /** Whether {@code If-Match} is looked at. */
  boolean matches() default false;

  /** How it refuses beyond what every such method does. */
  int[] refuses() default {};
}
