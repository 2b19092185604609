package org.ringfence.web.rest;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ShapeTest {
  private record Bell(String name, int rings, Optional<String> tune) {}

  private static final Shape<Bell> BELL =
      Shape.<Bell>of("Bell", "What rings.")
          .with("name", Kind.TEXT.about("By the door."), Bell::name)
          .with("rings", Kind.INTEGER, Bell::rings)
          .perhaps("tune", Kind.oneOf("DING", "DONG"), Bell::tune);

  private record Door(Bell bell, List<Bell> others) {}

  private static final Shape<Door> DOOR =
      BELL.<Door>in("Door", "A bell with others.", Door::bell)
          .with("others", Kind.list(BELL), Door::others);

  private static JsonObject json(String text) {
    try (var reader = Json.createReader(new StringReader(text.replace('\'', '"')))) {
      return reader.readObject();
    }
  }

  @Test
  void aThingIsWrittenAndDescribedByTheSameMembers() {
    assertThat(BELL.write(new Bell("front", 2, Optional.empty())))
        .isEqualTo(json("{'name':'front','rings':2}"));
    assertThat(BELL.write(new Bell("back", 1, Optional.of("DONG"))))
        .isEqualTo(json("{'name':'back','rings':1,'tune':'DONG'}"));
    assertThat(BELL.definition())
        .isEqualTo(
            json(
                "{'type':'object','description':'What rings.','required':['name','rings'],"
                    + "'properties':{'name':{'type':'string','description':'By the door.'},"
                    + "'rings':{'type':'integer','format':'int32'},"
                    + "'tune':{'type':'string','enum':['DING','DONG']}}}"));
  }

  @Test
  void whatHoldsAThingHasItsMembersAndMore() {
    Bell bell = new Bell("front", 2, Optional.empty());
    assertThat(DOOR.write(new Door(bell, List.of(bell))))
        .isEqualTo(json("{'name':'front','rings':2,'others':[{'name':'front','rings':2}]}"));
    assertThat(DOOR.inner()).containsExactly(BELL);
    assertThat(DOOR.definition().getJsonObject("properties").getJsonObject("others"))
        .isEqualTo(json("{'type':'array','items':{'$ref':'#/components/schemas/Bell'}}"));
  }

  @Test
  void whatMayNotBeThereHasOneMemberAlone() {
    Shape<Optional<Bell>> perhaps = BELL.orOnly("PerhapsBell", "Or none.", "name", "none");
    assertThat(perhaps.write(Optional.empty())).isEqualTo(json("{'name':'none'}"));
    assertThat(perhaps.write(Optional.of(new Bell("front", 2, Optional.empty()))))
        .isEqualTo(json("{'name':'front','rings':2}"));
    assertThat(perhaps.definition().getJsonArray("required"))
        .isEqualTo(Json.createArrayBuilder(List.of("name")).build());
  }

  @Test
  void listsAreFilteredByPlainMembersThatAreAlwaysThere() {
    assertThat(DOOR.filters()).containsOnlyKeys("name", "rings");
  }

  @Test
  void requestsHaveTheFieldsThatAreDescribedAndMayLeaveOutOrNullWhatIsNotNeeded() {
    Fields fields =
        Fields.of("NewBell", "A bell to be hung.")
            .must("name", Kind.TEXT)
            .may("rings", Kind.INTEGER)
            .may("tune", Kind.oneOf("DING"));
    assertThat(fields.names()).containsExactlyInAnyOrder("name", "rings", "tune");
    assertThat(fields.definition())
        .isEqualTo(
            json(
                "{'type':'object','description':'A bell to be hung.','required':['name'],"
                    + "'properties':{'name':{'type':'string'},"
                    + "'rings':{'type':'integer','format':'int32','nullable':true},"
                    + "'tune':{'type':'string','enum':['DING']}},'additionalProperties':false}"));
  }

  @Test
  void aMapHasItsMembersInOrder() {
    assertThat(Kind.map(Kind.LONG).write(Map.of("b", 2L, "a", 1L)).toString())
        .isEqualTo("{\"a\":1,\"b\":2}");
  }
}
