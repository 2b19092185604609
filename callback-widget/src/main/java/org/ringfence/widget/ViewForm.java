package org.ringfence.widget;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;

/** What a browser tells of a page view, unchecked but of the right shape. */
record ViewForm(boolean opened, String page, String source) {
  static ViewForm read(InputStream body) throws IOException {
    JsonObject form = CallbackForm.object(body);
    return new ViewForm(
        CallbackForm.text(form, "what").equals("opened"),
        CallbackForm.text(form, "page"),
        CallbackForm.text(form, "source"));
  }
}
