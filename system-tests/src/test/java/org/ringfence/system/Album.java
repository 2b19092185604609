package org.ringfence.system;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;

/**
 * Pictures of pages for the documentation, in few colours so that they stay small, and the page
 * that shows them. Made only when {@code RINGFENCE_DOCS_SCREENSHOTS} is set.
 */
final class Album {
  private static final int COLOURS = 64;
  static final int TALLEST = 1600;
  private static final int WIDEST = 800;

  private final Path directory;
  private final Map<String, List<String>> pages = new LinkedHashMap<>();

  Album(Path directory) {
    this.directory = directory;
  }

  static boolean isWanted() {
    return System.getenv("RINGFENCE_DOCS_SCREENSHOTS") != null;
  }

  /** Adds a picture of a page in one of its looks. */
  void add(String page, String look, byte[] png) throws IOException {
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
    if (image.getHeight() > TALLEST) {
      image = image.getSubimage(0, 0, image.getWidth(), TALLEST);
    }
    if (image.getWidth() > WIDEST) {
      image = scaled(image, WIDEST, image.getHeight() * WIDEST / image.getWidth());
    }
    String name = page + "-" + look + ".png";
    Files.createDirectories(directory);
    ImageIO.write(inFewColours(image), "png", directory.resolve(name).toFile());
    pages.computeIfAbsent(page, any -> new ArrayList<>()).add(name);
  }

  void writeIndex() throws IOException {
    StringBuilder text =
        new StringBuilder(
            """
            # Every page of a tenant

            Light, dark, and 390 pixels wide, in the demo's tenant with one object of each kind. Made by `EveryPageIT`, which also
            asks [axe](https://github.com/dequelabs/axe-core) about each of them; with `RINGFENCE_DOCS_SCREENSHOTS=1` it writes this directory anew:

                RINGFENCE_DOCS_SCREENSHOTS=1 ./mvnw -Psystem -pl system-tests -Dit.test=EveryPageIT verify

            """);
    pages.forEach(
        (page, pictures) -> {
          text.append("## ").append(page).append("\n");
          pictures.forEach(
              picture ->
                  text.append("<img src=\"")
                      .append(picture)
                      .append("\" alt=\"")
                      .append(picture.replace(".png", "").replace('-', ' '))
                      .append("\" width=\"")
                      .append(picture.endsWith("phone.png") ? "150" : "380")
                      .append("\">\n"));
          text.append("\n");
        });
    Files.writeString(directory.resolve("README.md"), text.toString().stripTrailing() + "\n");
  }

  private static BufferedImage scaled(BufferedImage image, int width, int height) {
    BufferedImage smaller = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = smaller.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    graphics.drawImage(image, 0, 0, width, height, null);
    graphics.dispose();
    return smaller;
  }

  /** With the colours that most of it has; every other one becomes the nearest of them. */
  private static BufferedImage inFewColours(BufferedImage image) {
    int width = image.getWidth();
    int[] pixels = image.getRGB(0, 0, width, image.getHeight(), null, 0, width);
    int[] counts = new int[1 << 18];
    for (int pixel : pixels) {
      counts[shade(pixel)]++;
    }
    List<Integer> shades =
        IntStream.range(0, counts.length)
            .filter(shade -> counts[shade] > 0)
            .boxed()
            .sorted(Comparator.comparing((Integer shade) -> -counts[shade]))
            .limit(COLOURS)
            .toList();
    List<Integer> palette = shades.stream().map(Album::colour).toList();
    byte[][] parts = new byte[3][palette.size()];
    for (int i = 0; i < palette.size(); i++) {
      for (int part = 0; part < 3; part++) {
        parts[part][i] = (byte) (palette.get(i) >> (16 - 8 * part));
      }
    }
    int[] nearest = new int[counts.length];
    Arrays.fill(nearest, -1);
    for (int i = 0; i < pixels.length; i++) {
      int shade = shade(pixels[i]);
      if (nearest[shade] < 0) {
        nearest[shade] = nearestOf(palette, colour(shade));
      }
      pixels[i] = nearest[shade];
    }
    BufferedImage indexed =
        new BufferedImage(
            width,
            image.getHeight(),
            BufferedImage.TYPE_BYTE_INDEXED,
            new IndexColorModel(8, palette.size(), parts[0], parts[1], parts[2]));
    indexed.getRaster().setSamples(0, 0, width, image.getHeight(), 0, pixels);
    return indexed;
  }

  /** Six bits of each part: shades that nobody tells apart are one. */
  private static int shade(int rgb) {
    return ((rgb >> 6) & 0x3f000) | ((rgb >> 4) & 0xfc0) | ((rgb >> 2) & 0x3f);
  }

  private static int colour(int shade) {
    int coarse = ((shade & 0x3f000) << 6) | ((shade & 0xfc0) << 4) | ((shade & 0x3f) << 2);
    return coarse | ((coarse >> 6) & 0x030303);
  }

  private static int nearestOf(List<Integer> palette, int colour) {
    int best = 0;
    int least = Integer.MAX_VALUE;
    for (int i = 0; i < palette.size(); i++) {
      int distance = 0;
      for (int shift = 0; shift <= 16; shift += 8) {
        int difference = ((palette.get(i) >> shift) & 0xff) - ((colour >> shift) & 0xff);
        distance += difference * difference;
      }
      if (distance < least) {
        least = distance;
        best = i;
      }
    }
    return best;
  }
}
