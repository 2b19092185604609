/** The REST API's common ground: paths, errors as problem documents. */
@NullMarked
package org.ringfence.web.rest;

import org.jspecify.annotations.NullMarked;
