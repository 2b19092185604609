package org.ringfence.widget;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ringfence.domain.Country;
import org.ringfence.domain.callback.CallbackPolicy;
import org.ringfence.domain.callback.WidgetKey;
import org.ringfence.domain.pbx.CallingPolicy;
import org.ringfence.widget.RequestBatch.Answer;

/** Requests that come together are let in, and refused, as one after another would be. */
class RequestBatchTest {
  private final Shop shop = new Shop("https://shop.example");
  private int flooded;

  private Ask ask(String key, String number, String address) {
    return new Ask(shop.key, shop.origin, key, shop.form(number, ""), address);
  }

  private Ask ask(String number, String address) {
    return ask(UUID.randomUUID().toString(), number, address);
  }

  private static ProblemType problem(Answer answer) {
    return Objects.requireNonNull(answer.refused()).type();
  }

  @Test
  void eachHasTheAnswerThatIsItsOwn() {
    Ask good = ask("030 123456", "v4 1");
    Ask other = ask("030 654321", "v4 2");
    Ask unknown = new Ask(WidgetKey.random(), shop.origin, "0123456789abcdef", good.form(), "v4 3");

    List<Answer> answers =
        shop.batch.take(
            List.of(
                unknown,
                ask("not a number", "v4 4"),
                good,
                ask("0900 1234567", "v4 5"),
                ask("short", "030 111111", "v4 6"),
                other));

    assertThat(problem(answers.get(0))).isEqualTo(ProblemType.NOT_FOUND);
    assertThat(problem(answers.get(1))).isEqualTo(ProblemType.NUMBER_INVALID);
    assertThat(answers.get(2).orThrow().visitor().value()).isEqualTo("+4930123456");
    assertThat(problem(answers.get(3))).isEqualTo(ProblemType.NUMBER_NOT_ALLOWED);
    assertThat(problem(answers.get(4))).isEqualTo(ProblemType.MALFORMED);
    assertThat(answers.get(5).orThrow().visitor().value()).isEqualTo("+4930654321");
    assertThat(shop.requests.all()).hasSize(2);
  }

  private Answer answer(String number, String country, String address) {
    CallbackForm form = shop.form(number, "");
    CallbackForm from =
        new CallbackForm(number, "", form.visitor(), form.proof(), Map.of("country", country));
    return shop.batch
        .take(List.of(new Ask(shop.key, shop.origin, UUID.randomUUID().toString(), from, address)))
        .get(0);
  }

  @Test
  void aNumberIsReadAsPeopleOfTheVisitorsCountryWriteItWhereThatIsCalled() {
    assertThat(answer("06121 234567", "FR", "v4 1").orThrow().visitor().value())
        .isEqualTo("+496121234567");
    shop.guards.save(
        shop.tenant, new CallbackPolicy(false, Set.of(new Country("FR")), 60, 60, 600, 5000));
    // The PBX would not let it out; nobody else is called in its place.
    assertThat(problem(answer("06 12 34 56 78", "FR", "v4 2")))
        .isEqualTo(ProblemType.NUMBER_NOT_ALLOWED);
    shop.guards.allow(CallingPolicy.USUAL, Set.of(new Country("FR")));

    assertThat(answer("06 12 34 56 78", "FR", "v4 3").orThrow().visitor().value())
        .isEqualTo("+33612345678");
    assertThat(answer("030 123456", "FR", "v4 4").orThrow().visitor().value())
        .isEqualTo("+4930123456");
  }

  @ParameterizedTest
  @ValueSource(strings = {"fr", "F", "FRA", "ZZ", "F\u0000", "../FR", "\uff26\uff32", "[object]"})
  void aCountryThatIsNoneIsAsIfNoneWereSaid(String country) {
    shop.guards.save(
        shop.tenant, new CallbackPolicy(false, Set.of(new Country("FR")), 60, 60, 600, 5000));

    assertThat(answer("06121 23456", country, "v4 1").orThrow().visitor().value())
        .isEqualTo("+49612123456");
  }

  @Test
  void theSameRequestTwiceAtTheSameMomentIsOne() {
    String key = UUID.randomUUID().toString();
    Ask first = ask(key, "030 123456", "v4 1");

    List<Answer> answers = shop.batch.take(List.of(first, first, ask(key, "030 654321", "v4 1")));

    assertThat(answers.get(1)).isEqualTo(answers.get(0));
    assertThat(problem(answers.get(2))).isEqualTo(ProblemType.KEY_REUSED);
    assertThat(shop.requests.all()).containsExactly(answers.get(0).orThrow());
  }

  @Test
  void aProofThatTwoSendAtTheSameMomentCountsForOneOfThem() {
    CallbackForm form = shop.form("030 123456", "");
    CallbackForm same =
        new CallbackForm("030 654321", "", UUID.randomUUID().toString(), form.proof());

    List<Answer> answers =
        shop.batch.take(
            List.of(
                new Ask(shop.key, shop.origin, UUID.randomUUID().toString(), form, "v4 1"),
                new Ask(shop.key, shop.origin, UUID.randomUUID().toString(), same, "v4 2")));

    assertThat(answers.get(0).orThrow().visitor().value()).isEqualTo("+4930123456");
    assertThat(problem(answers.get(1))).isEqualTo(ProblemType.PROOF_NEEDED);
  }

  @Test
  void noLimitIsPassedByThoseWhoComeTogether() {
    List<Answer> victim =
        shop.batch.take(IntStream.range(0, 6).mapToObj(i -> ask("030 123456", "v4 " + i)).toList());
    assertThat(victim).filteredOn(answer -> answer.refused() == null).hasSize(3);
    assertThat(problem(victim.get(3))).isEqualTo(ProblemType.NUMBER_NOT_ALLOWED);

    // Three open ones need nine of these minutes; there is room for two more.
    shop.guards.save(shop.tenant, new CallbackPolicy(false, Set.of(), 60, 60, 15, 500));
    List<Answer> others =
        shop.batch.take(
            IntStream.range(0, 5).mapToObj(i -> ask("030 98765" + i, "v4 9" + i)).toList());
    assertThat(others).filteredOn(answer -> answer.refused() == null).hasSize(2);
    assertThat(problem(others.get(2))).isEqualTo(ProblemType.NOT_NOW);
    assertThat(shop.requests.all()).hasSize(5);
  }

  @Test
  void aWidgetsAndItsTenantsHourAreNotPassedByAFloodFromEverywhere() {
    shop.guards.save(shop.tenant, new CallbackPolicy(false, Set.of(), 7, 3, 600, 500));
    List<WidgetKey> widgets = List.of(shop.key, shop.another(), shop.another());

    assertThat(taken(shop.batch, flood(widgets.get(0), 10))).isEqualTo(3);
    assertThat(taken(shop.batch, flood(widgets.get(1), 10))).isEqualTo(3);
    assertThat(taken(shop.batch, flood(widgets.get(2), 10))).isEqualTo(1);
    shop.clock.pass(Duration.ofMinutes(59));
    assertThat(taken(shop.batch, flood(widgets.get(2), 10))).isZero();
    shop.clock.pass(Duration.ofMinutes(1));
    assertThat(taken(shop.batch, flood(widgets.get(2), 10))).isEqualTo(3);
    assertThat(taken(shop.batch, flood(widgets.get(0), 10))).isEqualTo(3);
  }

  @Test
  void aRestartForgetsNoLimitAndNoProof() {
    shop.guards.save(shop.tenant, new CallbackPolicy(false, Set.of(), 4, 3, 600, 500));
    WidgetKey other = shop.another();
    List<Ask> first = flood(shop.key, 2);
    assertThat(taken(shop.batch, first)).isEqualTo(2);

    Ask usedUp = first.get(0);
    Answer again =
        shop.restarted()
            .take(
                List.of(
                    new Ask(
                        shop.key,
                        shop.origin,
                        UUID.randomUUID().toString(),
                        usedUp.form(),
                        "v4 somebody else")))
            .get(0);
    assertThat(problem(again)).isEqualTo(ProblemType.PROOF_NEEDED);
    assertThat(taken(shop.restarted(), flood(shop.key, 5))).isEqualTo(1);
    assertThat(taken(shop.restarted(), flood(other, 5))).isEqualTo(1);
    assertThat(taken(shop.restarted(), flood(other, 5))).isZero();
  }

  @Test
  void moneyIsNotPassedByThoseWhoComeTogether() {
    shop.guards.charge("+49 0.5");
    shop.guards.save(shop.tenant, new CallbackPolicy(false, Set.of(), 60, 60, 600, 450));

    assertThat(taken(shop.batch, flood(shop.key, 10))).isEqualTo(3);
  }

  /** Numbers that nobody asked for before, each from an address of its own. */
  private List<Ask> flood(WidgetKey widget, int requests) {
    return IntStream.range(0, requests)
        .mapToObj(
            i -> {
              int one = ++flooded;
              CallbackForm form =
                  new CallbackForm(
                      "030 " + (1_000_000 + one * 10_000),
                      "",
                      UUID.randomUUID().toString(),
                      shop.proof(widget));
              return new Ask(
                  widget, shop.origin, UUID.randomUUID().toString(), form, "v4 flood " + one);
            })
        .toList();
  }

  private static long taken(RequestBatch batch, List<Ask> asks) {
    return batch.take(asks).stream().filter(answer -> answer.refused() == null).count();
  }

  @Test
  void nobodyIsNoWork() {
    assertThat(shop.batch.take(List.of())).isEmpty();
  }
}
