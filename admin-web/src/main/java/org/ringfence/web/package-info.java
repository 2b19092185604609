/** The portal's pages and the REST API behind Keycloak. */
@NullMarked
package org.ringfence.web;

import org.jspecify.annotations.NullMarked;
