package org.ringfence.config.calls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Asterisk writes down of calls, for the centre to make records of. */
class RecordCallsIT {
  private static final String EVENTS = "asterisk/log/cel-custom/calls";
  private static final Pattern TYPE =
      Pattern.compile("(?m)^\"([A-Z_]+)\",\"[0-9]{10}\\.[0-9]{6}\"");

  @TempDir static Path home;
  private static CallLab lab;

  @BeforeAll
  static void startLab() throws IOException, InterruptedException {
    lab = new CallLab(home);
  }

  @AfterAll
  static void stopLab() throws IOException {
    lab.close();
  }

  /** What was written, when the call's last event is there. */
  private static String written(Asterisk pbx) throws IOException, InterruptedException {
    long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    String text = pbx.written(EVENTS);
    while (!text.contains("\"LINKEDID_END\"")) {
      assertThat(System.nanoTime()).as("the call's end is written: %s", text).isLessThan(limit);
      TimeUnit.MILLISECONDS.sleep(100);
      text = pbx.written(EVENTS);
    }
    return text;
  }

  private static List<String> types(String text) {
    return TYPE.matcher(text).results().map(type -> type.group(1)).collect(Collectors.toList());
  }

  @Test
  void aCallThatWasAnsweredIsWrittenDownFromItsBeginToItsEnd() throws Exception {
    try (SipPeer provider = lab.peer(2, 5060);
        SipPeer phone = lab.peer(4, 5060);
        Asterisk pbx = lab.pbx(TrunkCallsIT.pbx(TrunkCallsIT.trunk(lab.address(2), 2)))) {
      String uri = "sip:03023125100@" + lab.address(10);
      SipPeer.Caller caller = SipPeer.Caller.phone("101", "phone-101");
      assertThat(phone.call(lab.address(10), caller, uri, uri).status()).isEqualTo(200);
      provider.awaits("BYE");

      String text = written(pbx);
      assertThat(types(text))
          .contains("CHAN_START", "ANSWER", "HANGUP", "USER_DEFINED", "LINKEDID_END");
      assertThat(types(text).stream().filter("CHAN_START"::equals)).hasSize(2);
      assertThat(text)
          .contains("\"dialled\",\"{\"\"extra\"\":\"\"493023125100\"\"}\"")
          .contains("\"\"hangupcause\"\":16");
      assertThat(Pattern.compile("\"quality\",").matcher(text).results()).hasSize(2);
      assertThat(pbx.complaints()).isEmpty();
    }
  }

  @Test
  void aRefusedCallWithAHostileNameIsWrittenDownToo() throws Exception {
    try (SipPeer provider = lab.peer(2, 5060);
        Asterisk pbx = lab.pbx(TrunkCallsIT.pbx(TrunkCallsIT.trunk(lab.address(2), 2)))) {
      String uri = "sip:+4930123456@" + lab.address(10);
      SipPeer.Caller caller = SipPeer.Caller.outside("+49301%0A%22,%22=cmd");
      provider.call(lab.address(10), caller, uri, uri);

      String text = written(pbx);
      assertThat(types(text)).contains("CHAN_START", "HANGUP", "LINKEDID_END");
    }
  }
}
