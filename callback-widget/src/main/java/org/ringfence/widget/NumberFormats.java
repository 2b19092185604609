package org.ringfence.widget;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.Phonemetadata.NumberFormat;
import com.google.i18n.phonenumbers.Phonemetadata.PhoneMetadata;
import com.google.i18n.phonenumbers.Phonemetadata.PhoneMetadataCollection;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How people write the numbers of a country, for an element that groups digits while they are
 * typed: libphonenumber's own formats, with what a browser would have to work out already done.
 */
final class NumberFormats {
  private static final Pattern GROUP = Pattern.compile("\\(([^()]*)\\)");

  /** A part of a group: one kind of digit, and how many of it. */
  private static final Pattern PART =
      Pattern.compile("(?:\\\\d|\\[[^]]*]|[0-9])(?:\\{([0-9]+)(?:,([0-9]+))?}|(\\?))?");

  private static final Pattern DIGITS = Pattern.compile("[0-9]{1,3}");

  private final PhoneNumberUtil numbers = PhoneNumberUtil.getInstance();
  private final Map<String, Optional<Script>> known = new ConcurrentHashMap<>();

  /**
   * The formats of a country or a calling code.
   *
   * @param of ISO 3166-1 alpha-2, or digits
   */
  Optional<Script> of(String of) {
    if (!numbers.getSupportedRegions().contains(of)
        && (!DIGITS.matcher(of).matches()
            || !numbers.getSupportedCallingCodes().contains(Integer.valueOf(of)))) {
      return Optional.empty();
    }
    return known.computeIfAbsent(of, this::read);
  }

  private Optional<Script> read(String of) {
    boolean byCode = DIGITS.matcher(of).matches();
    int code = byCode ? Integer.parseInt(of) : numbers.getCountryCodeForRegion(of);
    // Where countries share a code, the formats are those of the main one.
    String main = numbers.getRegionCodeForCountryCode(code);
    return metadata(main)
        .map(
            formats ->
                new Script(
                    json(formats, byCode ? formats : metadata(of).orElse(formats))
                        .toString()
                        .getBytes(StandardCharsets.UTF_8)));
  }

  private static JsonObject json(PhoneMetadata formats, PhoneMetadata own) {
    List<NumberFormat> international =
        formats.getIntlNumberFormatCount() == 0
            ? formats.getNumberFormatList()
            : formats.getIntlNumberFormatList();
    String abroad =
        own.getPreferredInternationalPrefix().isEmpty()
            ? own.getInternationalPrefix()
            : own.getPreferredInternationalPrefix();
    return Json.createObjectBuilder()
        .add("code", Integer.toString(own.getCountryCode()))
        .add("prefix", own.getNationalPrefix())
        .add("abroad", DIGITS.matcher(abroad).matches() ? abroad : "")
        .add("national", array(formats.getNumberFormatList()))
        .add("international", array(international))
        .build();
  }

  /** {@code [pattern, format, with the prefix, most digits of each group, leading digits …]}. */
  private static JsonArrayBuilder array(List<NumberFormat> formats) {
    JsonArrayBuilder array = Json.createArrayBuilder();
    for (NumberFormat format : formats) {
      if (format.getFormat().equals("NA")) {
        continue;
      }
      JsonArrayBuilder leading = Json.createArrayBuilder();
      for (int i = 0; i < format.getLeadingDigitsPatternCount(); i++) {
        leading.add(format.getLeadingDigitsPattern(i));
      }
      JsonArrayBuilder sizes = Json.createArrayBuilder();
      sizes(format.getPattern()).forEach(sizes::add);
      array.add(
          Json.createArrayBuilder()
              .add(format.getPattern())
              .add(format.getFormat())
              .add(format.getNationalPrefixFormattingRule())
              .add(sizes)
              .add(leading));
    }
    return array;
  }

  /** The most digits of each group; empty where that is not simple to say. */
  static List<Integer> sizes(String pattern) {
    if (!GROUP.matcher(pattern).replaceAll("").isEmpty()) {
      return List.of();
    }
    return GROUP.matcher(pattern).results().map(group -> size(group.group(1))).toList();
  }

  private static int size(String group) {
    int size = 0;
    Matcher parts = PART.matcher(group);
    while (parts.find()) {
      String most = parts.group(2) == null ? parts.group(1) : parts.group(2);
      size += most == null ? 1 : Integer.parseInt(most);
    }
    return size;
  }

  private static Optional<PhoneMetadata> metadata(String region) {
    try (InputStream in =
        PhoneNumberUtil.class.getResourceAsStream("data/PhoneNumberMetadataProto_" + region)) {
      if (in == null) {
        return Optional.empty();
      }
      PhoneMetadataCollection collection = new PhoneMetadataCollection();
      collection.readExternal(new ObjectInputStream(in));
      return collection.getMetadataList().stream().findFirst();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
