/** The archive as it is delivered, in the server it is made for, over a real database. */
@NullMarked
package org.ringfence.web.it;

import org.jspecify.annotations.NullMarked;
