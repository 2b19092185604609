package org.ringfence.config.calls;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The sound of a {@link SipPeer}'s call: it speaks silence, presses keys (RFC 4733), and hears
 * tones in what comes (RTP with A-law, RFC 3551).
 */
final class Ear implements AutoCloseable {
  private static final int PORT = 40000;
  private static final int SAMPLES = 160;
  private static final int TELEPHONE_EVENT = 101;
  private static final int LIMIT_SECONDS = 60;
  private static final String KEYS = "0123456789*#";
  private static final Pattern CONNECTION = Pattern.compile("(?m)^c=IN IP4 ([0-9.]+)");
  private static final Pattern MEDIA = Pattern.compile("(?m)^m=audio ([0-9]+) ");

  private final DatagramSocket socket;
  private final Thread reader;
  private final ScheduledExecutorService mouth = Executors.newSingleThreadScheduledExecutor();

  /** Packets that go out before the next silence: payload type, marker and payload. */
  private final Queue<byte[]> keys = new ConcurrentLinkedQueue<>();

  private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
  private InetSocketAddress farEnd;
  private @Nullable ScheduledFuture<?> speaking;
  private int sequence;
  private int timestamp;
  private int eventStart;

  /** Listens at a peer's address, before its call. */
  Ear(String host) throws IOException {
    socket = new DatagramSocket(new InetSocketAddress(InetAddress.getByName(host), PORT));
    farEnd = new InetSocketAddress(InetAddress.getLoopbackAddress(), 9);
    reader = new Thread(this::read, "ear-" + host);
    reader.setDaemon(true);
    reader.start();
  }

  /** Begins to speak to where the answer to the call says. */
  void speakTo(SipMessage answer) throws IOException {
    Matcher address = CONNECTION.matcher(answer.body());
    Matcher port = MEDIA.matcher(answer.body());
    if (!address.find() || !port.find()) {
      throw new AssertionError("no sound is agreed on: " + answer.body());
    }
    farEnd =
        new InetSocketAddress(
            InetAddress.getByName(address.group(1)), Integer.parseInt(port.group(1)));
    speaking = mouth.scheduleAtFixedRate(this::speak, 0, 20, TimeUnit.MILLISECONDS);
  }

  /** Presses keys one after another. */
  void press(String digits) {
    for (int at = 0; at < digits.length(); at++) {
      char key = digits.charAt(at);
      // 160 ms of the key, its end three times, then 60 ms of silence.
      for (int i = 0; i <= 10; i++) {
        int duration = Math.min(i + 1, 8) * SAMPLES;
        int end = i >= 8 ? 0x8a : 0x0a;
        keys.add(
            new byte[] {
              (byte) (i == 0 ? 1 : 0),
              (byte) KEYS.indexOf(key),
              (byte) end,
              (byte) (duration >> 8),
              (byte) duration
            });
      }
      for (int i = 0; i < 3; i++) {
        keys.add(new byte[0]);
      }
    }
  }

  private void speak() {
    byte[] key = keys.poll();
    byte[] payload;
    int type;
    int time = timestamp;
    if (key != null && key.length > 0) {
      if (key[0] == 1) {
        eventStart = timestamp;
      }
      time = eventStart;
      type = TELEPHONE_EVENT | (key[0] == 1 ? 0x80 : 0);
      payload = Arrays.copyOfRange(key, 1, key.length);
    } else {
      type = 8;
      payload = new byte[SAMPLES];
      Arrays.fill(payload, (byte) 0xd5);
    }
    ByteBuffer packet = ByteBuffer.allocate(12 + payload.length);
    packet.put((byte) 0x80).put((byte) type).putShort((short) sequence++).putInt(time);
    packet.putInt(0x52464e43).put(payload);
    timestamp += SAMPLES;
    try {
      socket.send(new DatagramPacket(packet.array(), packet.capacity(), farEnd));
    } catch (IOException closed) {
      mouth.shutdown();
    }
  }

  private void read() {
    byte[] buffer = new byte[2048];
    while (!socket.isClosed()) {
      DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
      try {
        socket.receive(packet);
      } catch (SocketException closed) {
        return;
      } catch (IOException failed) {
        throw new UncheckedIOException(failed);
      }
      if (packet.getLength() > 12 && (buffer[1] & 0x7f) == 8) {
        synchronized (heard) {
          heard.write(buffer, 12, packet.getLength() - 12);
          heard.notifyAll();
        }
      }
    }
  }

  /** Forgets what was heard so far. */
  void forget() {
    synchronized (heard) {
      heard.reset();
    }
  }

  /** Waits until it has heard a fifth of a second of this tone, and little else in it. */
  void awaitTone(int hertz) throws InterruptedException {
    long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
    synchronized (heard) {
      while (!hears(hertz)) {
        if (System.nanoTime() > limit) {
          throw new AssertionError(
              "no tone of " + hertz + " Hz in " + heard.size() / 8 + " ms of sound");
        }
        TimeUnit.MILLISECONDS.timedWait(heard, 500);
      }
    }
  }

  /** Whether the tone is in what was heard so far. */
  boolean hears(int hertz) {
    byte[] sound;
    synchronized (heard) {
      sound = heard.toByteArray();
    }
    int window = 1600;
    for (int from = 0; from + window <= sound.length; from += window / 2) {
      if (share(sound, from, window, hertz) > 0.7) {
        return true;
      }
    }
    return false;
  }

  /** The part of the power that one frequency has (Goertzel's algorithm). */
  private static double share(byte[] alaw, int from, int count, int hertz) {
    double coefficient = 2 * Math.cos(2 * Math.PI * hertz / 8000);
    double before = 0;
    double last = 0;
    double power = 0;
    for (int i = from; i < from + count; i++) {
      double sample = linear(alaw[i]);
      double now = sample + coefficient * last - before;
      before = last;
      last = now;
      power += sample * sample;
    }
    double tone = last * last + before * before - coefficient * last * before;
    return power < count * 10_000.0 ? 0 : 2 * tone / (count * power);
  }

  /** A-law to linear (ITU-T G.711). */
  private static int linear(byte alaw) {
    int value = (alaw & 0xff) ^ 0x55;
    int exponent = (value & 0x70) >> 4;
    int mantissa = ((value & 0x0f) << 4) + (exponent == 0 ? 8 : 0x108);
    int magnitude = exponent > 1 ? mantissa << (exponent - 1) : mantissa;
    return (value & 0x80) == 0 ? -magnitude : magnitude;
  }

  @Override
  public void close() {
    ScheduledFuture<?> running = speaking;
    if (running != null) {
      running.cancel(false);
    }
    mouth.shutdownNow();
    socket.close();
    try {
      // The port is free only when nobody reads from it any more.
      reader.join(TimeUnit.SECONDS.toMillis(30));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
