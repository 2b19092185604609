/** Forms: what a person or program sent, field by field, and what is wrong with it. */
@NullMarked
package org.ringfence.web.form;

import org.jspecify.annotations.NullMarked;
