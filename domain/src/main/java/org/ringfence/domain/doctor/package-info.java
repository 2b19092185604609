/** What the trunk doctor saw at a trunk, what it means, and what to do. */
@NullMarked
package org.ringfence.domain.doctor;

import org.jspecify.annotations.NullMarked;
