package org.ringfence.web.identity;

import com.nimbusds.jwt.JWTClaimsSet;
import java.text.ParseException;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a verified token says about its holder.
 *
 * @param name login name
 * @param roles realm roles
 * @param organizations aliases of the Keycloak organizations the holder is a member of; the alias
 *     is the tenant's slug
 */
record IdentityClaims(String name, Set<String> roles, Set<String> organizations) {
  static final String ORGANIZATION = "organization";

  IdentityClaims {
    roles = Set.copyOf(roles);
    organizations = Set.copyOf(organizations);
  }

  static IdentityClaims of(JWTClaimsSet token) throws ParseException {
    String name = token.getStringClaim("preferred_username");
    List<String> roles = token.getStringListClaim(Roles.CLAIM);
    return new IdentityClaims(
        name == null ? token.getSubject() : name,
        roles == null ? Set.of() : new LinkedHashSet<>(roles),
        organizations(token.getClaim(ORGANIZATION)));
  }

  /** The claim {@link Roles#CLAIM}, as a token's claims have it: a list of names. */
  static Set<String> roles(@org.jspecify.annotations.Nullable Object claim) {
    Set<String> roles = new LinkedHashSet<>();
    if (claim instanceof Collection<?> several) {
      several.forEach(each -> roles.add(each.toString()));
    }
    return roles;
  }

  /**
   * Keycloak writes a list of aliases, or an object keyed by alias when the mapper adds more about
   * each.
   */
  static Set<String> organizations(@org.jspecify.annotations.Nullable Object claim) {
    Set<String> aliases = new LinkedHashSet<>();
    if (claim instanceof Map<?, ?> byAlias) {
      byAlias.keySet().forEach(alias -> aliases.add(alias.toString()));
    } else if (claim instanceof Collection<?> several) {
      several.forEach(each -> aliases.addAll(organizations(each)));
    } else if (claim instanceof String alias) {
      aliases.add(alias);
    }
    return aliases;
  }
}
