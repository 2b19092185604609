/** What is known of a person, how it is handed out and how it is forgotten. */
@NullMarked
package org.ringfence.web.privacy;

import org.jspecify.annotations.NullMarked;
