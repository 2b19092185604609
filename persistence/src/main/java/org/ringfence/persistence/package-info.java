/** Hibernate rows and the repositories of the domain over them; the only code that speaks SQL. */
@NullMarked
package org.ringfence.persistence;

import org.jspecify.annotations.NullMarked;
