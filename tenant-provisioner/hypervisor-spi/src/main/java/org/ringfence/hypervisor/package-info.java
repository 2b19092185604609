/** What a hypervisor must do for Ringfence, and how it says what it can. */
@NullMarked
package org.ringfence.hypervisor;

import org.jspecify.annotations.NullMarked;
