package org.ringfence.widget;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScriptsTest {
  @Test
  void commentsAndIndentationStayWithUs() {
    assertThat(
            Scripts.compact(
                """
                /** What it is. */
                export class A {
                  /*
                   * Two lines
                   */
                  a = 2
                    * 3; // beside code

                  // alone
                  b = `/* in a text */`;
                }
                """))
        .isEqualTo(
            """
            export class A {
            a = 2
            * 3; // beside code
            b = `/* in a text */`;
            }
            """);
  }

  @Test
  void noPartIsServedWithItsComments() {
    Scripts scripts = new Scripts();
    for (String part : List.of("client.js", "memory.js", "proof.js", "style.js", "view.js")) {
      assertThat(scripts.part(part))
          .map(script -> new String(script.plain(), StandardCharsets.UTF_8))
          .hasValueSatisfying(source -> assertThat(source).doesNotContainPattern("(?m)^\\s*/\\*"));
    }
  }
}
