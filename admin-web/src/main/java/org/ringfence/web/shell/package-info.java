/** The frame of every page: routes, headers, language, look and navigation. */
@NullMarked
package org.ringfence.web.shell;

import org.jspecify.annotations.NullMarked;
