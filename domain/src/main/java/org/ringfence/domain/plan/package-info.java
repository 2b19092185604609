/** What a hoster sells: the size of a tenant's VM and what its PBX may hold. */
@NullMarked
package org.ringfence.domain.plan;

import org.jspecify.annotations.NullMarked;
