/** The hoster's plans: their pages, and which tenant has which. */
@NullMarked
package org.ringfence.web.plan;

import org.jspecify.annotations.NullMarked;
