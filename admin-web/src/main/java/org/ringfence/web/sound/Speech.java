package org.ringfence.web.sound;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.ringfence.domain.InvalidValue;
import org.ringfence.domain.pbx.Sound;

/**
 * Reads texts out with eSpeak NG, a program on the portal's host. The text goes to its standard
 * input, never into a command.
 */
@ApplicationScoped
class Speech {
  private static final Logger LOG = Logger.getLogger(Speech.class.getName());
  private static final int LIMIT_SECONDS = 30;

  /** A thousand characters, slowly: some two minutes at 22050 samples a second. */
  private static final int MOST_BYTES = 16 * 1024 * 1024;

  private static final List<String> COMMAND =
      List.of("espeak-ng", "--stdin", "--stdout", "-b", "1", "-s", "150");

  /**
   * The text as a WAV file.
   *
   * @throws InvalidValue when it cannot be read out; the sentence is for people
   */
  public byte[] read(Sound.Spoken spoken) {
    Process process;
    try {
      process =
          new ProcessBuilder(
                  Stream.concat(COMMAND.stream(), List.of("-v", spoken.voice().code()).stream())
                      .toList())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
    } catch (IOException missing) {
      LOG.log(Level.WARNING, "espeak-ng does not start", missing);
      throw new InvalidValue(
          "Texts cannot be read out here yet. Please ask your hoster to install espeak-ng, or"
              + " upload a WAV file.");
    }
    try {
      try (OutputStream in = process.getOutputStream()) {
        in.write((spoken.text().value() + "\n").getBytes(StandardCharsets.UTF_8));
      }
      byte[] sound;
      try (InputStream out = process.getInputStream()) {
        sound = out.readNBytes(MOST_BYTES);
      }
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new InvalidValue("The text could not be read out. Please try another text.");
      }
      return sound;
    } catch (IOException failed) {
      LOG.log(Level.WARNING, "espeak-ng did not read a text out", failed);
      throw new InvalidValue("The text could not be read out. Please try another text.");
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a text was read out", interrupted);
    } finally {
      process.destroyForcibly();
    }
  }
}
