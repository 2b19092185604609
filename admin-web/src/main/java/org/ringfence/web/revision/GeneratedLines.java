package org.ringfence.web.revision;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.ringfence.config.ConfigLine;

/**
 * The lines of configuration that one object makes, with secrets masked.
 *
 * @param problem why there are none; empty otherwise
 */
public record GeneratedLines(List<Preview.Text> files, String problem) {
  public static GeneratedLines of(Map<String, List<ConfigLine>> lines) {
    return new GeneratedLines(
        lines.entrySet().stream()
            .map(
                file ->
                    new Preview.Text(
                        file.getKey(),
                        file.getValue().stream()
                            .map(ConfigLine::masked)
                            .collect(Collectors.joining("\n"))))
            .toList(),
        "");
  }

  public static GeneratedLines none(String problem) {
    return new GeneratedLines(List.of(), problem);
  }
}
