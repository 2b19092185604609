/** Tenants: who is hosted, and the people who may administer them. */
@NullMarked
package org.ringfence.domain.tenant;

import org.jspecify.annotations.NullMarked;
