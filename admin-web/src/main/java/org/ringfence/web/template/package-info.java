/** Versions of the guest template, and which tenants run what, for the hosting admin. */
@NullMarked
package org.ringfence.web.template;

import org.jspecify.annotations.NullMarked;
