/** Callback widgets on the tenant's websites, and the callbacks they asked for. */
@NullMarked
package org.ringfence.web.widget;

import org.jspecify.annotations.NullMarked;
