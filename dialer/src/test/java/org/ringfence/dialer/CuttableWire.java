package org.ringfence.dialer;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A TCP connection to somewhere else that can be cut and mended. */
final class CuttableWire implements AutoCloseable {
  private final ServerSocket server;
  private final InetSocketAddress target;
  private final List<Socket> ends = new CopyOnWriteArrayList<>();
  private volatile boolean whole = true;

  CuttableWire(InetSocketAddress target) throws IOException {
    this.target = target;
    this.server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    start(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  /** Breaks what is there, and lets nothing new through. */
  void cut() {
    whole = false;
    ends.forEach(CuttableWire::quietly);
    ends.clear();
  }

  void mend() {
    whole = true;
  }

  @Override
  public void close() throws IOException {
    cut();
    server.close();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket near = server.accept();
        if (!whole) {
          quietly(near);
          continue;
        }
        Socket far = new Socket();
        ends.add(near);
        ends.add(far);
        far.connect(target, 2000);
        start(() -> pump(near, far));
        start(() -> pump(far, near));
      } catch (IOException refusedOrClosed) {
        // The other side notices, and that is what it is for.
        ends.forEach(CuttableWire::quietly);
      }
    }
  }

  private static void pump(Socket from, Socket to) {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      in.transferTo(to.getOutputStream());
    } catch (IOException cut) {
      // Both ends are closed now.
    }
  }

  private static void quietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException alreadyClosed) {
      // Closed is what it should be.
    }
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "wire");
    thread.setDaemon(true);
    thread.start();
  }
}
