package org.ringfence.web.rest;

import static org.ringfence.web.rest.Kind.ID;
import static org.ringfence.web.rest.Kind.INTEGER;
import static org.ringfence.web.rest.Kind.MOMENT;
import static org.ringfence.web.rest.Kind.TEXT;

import java.util.Map;
import java.util.Optional;
import org.ringfence.domain.callback.CallbackState;
import org.ringfence.domain.history.CallRecord;
import org.ringfence.domain.pbx.HandlingKind;

/**
 * What the parameters of addresses and the headers of requests mean: those of one operation by its
 * name and theirs, those that mean the same everywhere by theirs.
 */
final class ApiParameters {
  private static final Kind<Object> TEMPLATE = TEXT.about("The version.");

  private static final Kind<Object> HOST = TEXT.about("The host's name.");

  private static final Map<String, Kind<?>> KNOWN =
      Map.ofEntries(
          Map.entry("slug", TEXT.about("The tenant's short name.").like("acme")),
          Map.entry("id", ID.about("Which one.")),
          Map.entry("voicemailGet.id", TEXT.about("Which message.")),
          Map.entry("voicemailSound.id", TEXT.about("Which message.")),
          Map.entry("voicemailDelete.id", TEXT.about("Which message.")),
          Map.entry("templatesGet.id", TEMPLATE),
          Map.entry("templatesMoves.id", TEMPLATE),
          Map.entry("templatesMoveAll.id", TEMPLATE),
          Map.entry("templatesCancel.id", TEMPLATE),
          Map.entry("revisionsGet.number", INTEGER.about("Which revision of the tenant's.")),
          Map.entry("number", TEXT.about("A number in its international form, with its plus.")),
          Map.entry("examination", ID.about("Which examination.")),
          Map.entry("code", TEXT.about("That of the finding.")),
          Map.entry(
              "kind",
              Kind.oneOf(
                      HandlingsResource.KINDS.stream()
                          .map(HandlingKind::text)
                          .toArray(String[]::new))
                  .about("Of what kind.")),
          Map.entry("action", TEXT.about("What is wished.")),
          Map.entry(Lists.TEXT, TEXT.about("A text that stands in any field.")),
          Map.entry("callRecordsList.q", TEXT.about("The end of a number, or a name's beginning.")),
          Map.entry(
              Lists.LIMIT, INTEGER.about("How many at most, 1 to " + Lists.MOST + ".").like(100)),
          Map.entry(Lists.AFTER, TEXT.about("What the page before ended with.")),
          Map.entry("callRecordsList.after", TEXT.about("The page before said it as next.")),
          Map.entry("leadsList.after", TEXT.about("The page before said it as next.")),
          Map.entry("from", TEXT.about("From when: a day (UTC), or a moment.")),
          Map.entry("to", TEXT.about("Until when: a day (UTC), which is included, or a moment.")),
          Map.entry("callbacksReport.from", MOMENT.about("From when.")),
          Map.entry("callbacksReport.to", MOMENT.about("Before when.")),
          Map.entry("direction", Kind.word(CallRecord.Direction.class).about("From where.")),
          Map.entry("outcome", Kind.word(CallRecord.Outcome.class).about("What came of it.")),
          Map.entry("extension", TEXT.about("Who took part inside.")),
          Map.entry("trunk", TEXT.about("A trunk's section.")),
          Map.entry("state", Kind.word(CallbackState.class).about("What became of it.")),
          Map.entry("widget", ID.about("By which widget.")),
          Map.entry(
              "callbacksLines.by", Kind.oneOf("day", "hour", "trunk", "widget").about("How.")),
          Map.entry(
              "widgetReportReport.by", Kind.oneOf("day", "hour", "page", "source").about("How.")),
          Map.entry("days", INTEGER.about("Of how many last days, 400 at most; 30 if not said.")),
          Map.entry("caller", TEXT.about("The number of the extension that calls.")),
          Map.entry("dialled", TEXT.about("What is dialled.")),
          Map.entry("at", MOMENT.about("When; now if not said.")),
          Map.entry("hostsGet.name", HOST),
          Map.entry("hostsWish.name", HOST),
          Map.entry("name", TEXT.about("The name of the sound.")),
          Map.entry(
              Once.HEADER,
              TEXT.about(
                  "16 to 64 letters, digits and hyphens. The same key with the same request,"
                      + " within a day, gets the same answer and creates nothing.")),
          Map.entry("If-Match", TEXT.about("The ETag of what is to be changed.")),
          Map.entry("If-None-Match", TEXT.about("The ETag of what is known already.")),
          Map.entry("Last-Event-ID", TEXT.about("The last event that was seen.")));

  private ApiParameters() {}

  static Optional<Kind<?>> of(String operation, String name) {
    return Optional.<Kind<?>>ofNullable(KNOWN.get(operation + "." + name))
        .or(() -> Optional.ofNullable(KNOWN.get(name)));
  }
}
