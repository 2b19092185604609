package org.ringfence.web.form;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MenuTest {
  @Test
  void whatAnOptionSaysIsTextAndNoMarkup() {
    assertThat(
            Menu.markup(
                List.of(
                    new Menu.Option("", "None"),
                    new Menu.Option("1\"&<", "</select><script>alert('1')</script> & \"Ä\" 😀")),
                "x"))
        .isEqualTo(
            "<option value=\"\">None</option><option value=\"1&quot;&amp;&lt;\">"
                + "&lt;/select&gt;&lt;script&gt;alert('1')&lt;/script&gt; &amp; &quot;Ä&quot; 😀</option>");
  }

  @Test
  void theChosenOptionIsSelected() {
    assertThat(
            Menu.markup(List.of(new Menu.Option("101", "A"), new Menu.Option("102", "B")), "102"))
        .isEqualTo(
            "<option value=\"101\">A</option>"
                + "<option value=\"102\" selected=\"selected\">B</option>");
  }
}
