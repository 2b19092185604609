import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** Sends QEMU one QMP command without arguments and prints its answer: {@code java Qmp.java SOCKET COMMAND}. */
final class Qmp {
  public static void main(String[] arguments) throws Exception {
    try (SocketChannel socket = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      socket.connect(UnixDomainSocketAddress.of(arguments[0]));
      var answers =
          new BufferedReader(
              new InputStreamReader(Channels.newInputStream(socket), StandardCharsets.UTF_8));
      answers.readLine();
      send(socket, "qmp_capabilities");
      answers.readLine();
      send(socket, arguments[1]);
      System.out.println(answers.readLine());
    }
  }

  private static void send(SocketChannel socket, String command) throws Exception {
    String line = "{\"execute\":\"" + command + "\"}\n";
    socket.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)));
  }
}
