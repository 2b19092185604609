/** The one test suite that every hypervisor driver passes. */
@NullMarked
package org.ringfence.hypervisor.contract;

import org.jspecify.annotations.NullMarked;
