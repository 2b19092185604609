/** Who is signed in, by Keycloak's word: the browser's session and the API's bearer tokens. */
@NullMarked
package org.ringfence.web.identity;

import org.jspecify.annotations.NullMarked;
