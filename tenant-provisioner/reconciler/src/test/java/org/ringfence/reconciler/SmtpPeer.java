package org.ringfence.reconciler;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A mail server that keeps what it is given, or refuses it (RFC 5321). */
final class SmtpPeer implements AutoCloseable {
  private final ServerSocket listener;
  private final Thread thread;
  final List<String> letters = new CopyOnWriteArrayList<>();
  final List<String> recipients = new CopyOnWriteArrayList<>();
  private volatile String toRecipient = "250 Ok";

  SmtpPeer() throws IOException {
    listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    thread = new Thread(this::serve, "smtp");
    thread.setDaemon(true);
    thread.start();
  }

  int port() {
    return listener.getLocalPort();
  }

  /** From now on every recipient gets this answer. */
  void answering(String line) {
    toRecipient = line;
  }

  private void serve() {
    while (!listener.isClosed()) {
      try (Socket client = listener.accept()) {
        talk(client);
      } catch (SocketException closed) {
        return;
      } catch (IOException gone) {
        // The next one is served.
      }
    }
  }

  private void talk(Socket client) throws IOException {
    BufferedReader in =
        new BufferedReader(
            new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1));
    OutputStream out = client.getOutputStream();
    say(out, "220 mail.example ESMTP");
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String verb = line.length() < 4 ? line : line.substring(0, 4);
      switch (verb) {
        case "RCPT" -> {
          recipients.add(line);
          say(out, toRecipient);
        }
        case "DATA" -> {
          say(out, "354 Go on");
          StringBuilder letter = new StringBuilder();
          for (String text = in.readLine(); text != null && !text.equals("."); ) {
            letter.append(text.startsWith(".") ? text.substring(1) : text).append("\r\n");
            text = in.readLine();
          }
          letters.add(letter.toString());
          say(out, "250 Taken");
        }
        case "QUIT" -> {
          say(out, "221 Bye");
          return;
        }
        default -> say(out, "250 Ok");
      }
    }
  }

  private static void say(OutputStream out, String line) throws IOException {
    out.write((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
