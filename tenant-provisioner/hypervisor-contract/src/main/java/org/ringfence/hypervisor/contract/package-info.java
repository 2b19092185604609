/**
 * The one test suite that every hypervisor driver passes, and what tests with real engines share.
 */
@NullMarked
package org.ringfence.hypervisor.contract;

import org.jspecify.annotations.NullMarked;
