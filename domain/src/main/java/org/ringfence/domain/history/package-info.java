/** The history of a tenant's calls: what its PBX wrote down, and the records made of it. */
@NullMarked
package org.ringfence.domain.history;

import org.jspecify.annotations.NullMarked;
