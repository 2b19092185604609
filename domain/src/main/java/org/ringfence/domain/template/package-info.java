/** Versions of the guest template, and how tenants' VMs move from one to another. */
@NullMarked
package org.ringfence.domain.template;

import org.jspecify.annotations.NullMarked;
