/**
 * Hibernate rows and the repositories of the domain over them; the only code that speaks SQL.
 *
 * <p>Every repository method joins the caller's transaction and runs in one of its own when there
 * is none, so each is atomic by itself. The pool works at READ COMMITTED; whatever must not be lost
 * to a concurrent writer is a conditional UPDATE whose row count decides, or a locked row. Changes
 * tell the watchers ({@link org.ringfence.domain.event.LiveEvents}) in the same transaction.
 */
@NullMarked
package org.ringfence.persistence;

import org.jspecify.annotations.NullMarked;
