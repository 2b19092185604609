package org.ringfence.hypervisor.incus;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * JSON as maps, lists, strings, longs and booleans. What is null, and numbers with a fraction,
 * which nobody here reads, are left out.
 */
final class Json {
  private static final JsonFactory FACTORY = new JsonFactory();

  private Json() {}

  /**
   * Reads one object.
   *
   * @throws IOException when the text is not exactly one JSON object
   */
  static Map<String, Object> object(String text) throws IOException {
    try (JsonParser parser = FACTORY.createParser(text)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("not a JSON object");
      }
      Map<String, Object> object = readObject(parser);
      if (parser.nextToken() != null) {
        throw new IOException("more than one JSON object");
      }
      return object;
    }
  }

  static String text(Map<String, ?> object) {
    StringWriter text = new StringWriter();
    try (JsonGenerator generator = FACTORY.createGenerator(text)) {
      write(generator, object);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  /** The object at that name; empty when there is none. */
  static Map<String, Object> objectAt(Map<String, ?> object, String name) {
    Map<String, Object> found = new LinkedHashMap<>();
    if (object.get(name) instanceof Map<?, ?> map) {
      map.forEach((key, value) -> found.put(String.valueOf(key), value));
    }
    return found;
  }

  /** The objects of the list at that name. */
  static List<Map<String, Object>> objectsAt(Map<String, ?> object, String name) {
    List<Map<String, Object>> found = new ArrayList<>();
    if (object.get(name) instanceof List<?> list) {
      for (Object element : list) {
        found.add(objectAt(Map.of("it", element), "it"));
      }
    }
    return found;
  }

  static Optional<String> textAt(Map<String, ?> object, String name) {
    return object.get(name) instanceof String text ? Optional.of(text) : Optional.empty();
  }

  static long numberAt(Map<String, ?> object, String name) {
    return object.get(name) instanceof Long number ? number : 0;
  }

  private static Map<String, Object> readObject(JsonParser parser) throws IOException {
    Map<String, Object> object = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      readValue(parser).ifPresent(value -> object.put(name, value));
    }
    return object;
  }

  private static Optional<Object> readValue(JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    if (token == JsonToken.START_OBJECT) {
      return Optional.of(readObject(parser));
    }
    if (token == JsonToken.START_ARRAY) {
      List<Object> array = new ArrayList<>();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        readValue(parser).ifPresent(array::add);
      }
      return Optional.of(array);
    }
    if (token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE) {
      return Optional.of(parser.getBooleanValue());
    }
    if (token == JsonToken.VALUE_NUMBER_INT) {
      return parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
          ? Optional.empty()
          : Optional.of(parser.getLongValue());
    }
    return token == JsonToken.VALUE_STRING ? Optional.of(parser.getText()) : Optional.empty();
  }

  private static void write(JsonGenerator generator, Object value) throws IOException {
    if (value instanceof Map<?, ?> map) {
      generator.writeStartObject();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        generator.writeFieldName(String.valueOf(entry.getKey()));
        write(generator, entry.getValue());
      }
      generator.writeEndObject();
    } else if (value instanceof List<?> list) {
      generator.writeStartArray();
      for (Object element : list) {
        write(generator, element);
      }
      generator.writeEndArray();
    } else if (value instanceof Boolean flag) {
      generator.writeBoolean(flag);
    } else if (value instanceof Number number) {
      generator.writeNumber(number.longValue());
    } else {
      generator.writeString(String.valueOf(value));
    }
  }
}
