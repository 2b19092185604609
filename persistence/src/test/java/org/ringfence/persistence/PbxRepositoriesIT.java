package org.ringfence.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.ringfence.persistence.TestDatabase.NOW;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ringfence.domain.Country;
import org.ringfence.domain.DisplayName;
import org.ringfence.domain.E164;
import org.ringfence.domain.InvalidValue;
import org.ringfence.domain.Port;
import org.ringfence.domain.Secret;
import org.ringfence.domain.SipHost;
import org.ringfence.domain.callback.Origin;
import org.ringfence.domain.callback.PublishedWidget;
import org.ringfence.domain.callback.Widget;
import org.ringfence.domain.callback.WidgetId;
import org.ringfence.domain.callback.WidgetKey;
import org.ringfence.domain.event.LiveEvent;
import org.ringfence.domain.pbx.DigestCredentials;
import org.ringfence.domain.pbx.Extension;
import org.ringfence.domain.pbx.ExtensionId;
import org.ringfence.domain.pbx.ExtensionNumber;
import org.ringfence.domain.pbx.NameTaken;
import org.ringfence.domain.pbx.NumberFormat;
import org.ringfence.domain.pbx.SourceRange;
import org.ringfence.domain.pbx.Transport;
import org.ringfence.domain.pbx.Trunk;
import org.ringfence.domain.pbx.TrunkAccess;
import org.ringfence.domain.pbx.TrunkAccess.IpAddress;
import org.ringfence.domain.pbx.TrunkAccess.Registration;
import org.ringfence.domain.pbx.TrunkId;
import org.ringfence.domain.pbx.TrunkSettings;
import org.ringfence.domain.pbx.TrunkStatus;
import org.ringfence.domain.tenant.TenantId;

class PbxRepositoriesIT {
  private TestDatabase database;
  private TenantId acme;
  private TenantId zeta;

  @BeforeEach
  void clean() throws Exception {
    database = TestDatabase.clean();
    acme = database.tenant("acme").id();
    zeta = database.tenant("zeta").id();
  }

  private static Trunk trunk(String name, TrunkAccess access, boolean enabled, int position) {
    return new Trunk(
        TrunkId.random(),
        new DisplayName(name),
        access,
        new SipHost("sip.example.com"),
        Optional.of(new Port(5070)),
        Transport.TCP,
        NumberFormat.NATIONAL,
        Optional.of(new E164("+4930123456")),
        Optional.of(new ExtensionNumber("101")),
        enabled,
        position,
        TrunkSettings.of(
            Map.of("gateways", "gw2.example.com:5070 3\n192.0.2.7", "callerIdHeader", "PPI")));
  }

  private static Registration account() {
    return new Registration("4930123", new Secret("päßwort;#&"));
  }

  private static Extension extension(String number, String name) {
    return new Extension(
        ExtensionId.random(),
        new ExtensionNumber(number),
        new DisplayName(name),
        DigestCredentials.of(number, "acme", new Secret("x")));
  }

  private static Widget widget(String name) {
    return new Widget(
        WidgetId.random(),
        WidgetKey.random(),
        new DisplayName(name),
        Set.of(new Origin("https://www.example.com"), new Origin("http://127.0.0.1:18005")),
        new ExtensionNumber("101"),
        true);
  }

  private TrunkStatus status(Trunk trunk) {
    TrunkStatus status = database.trunks.statuses(acme).get(trunk.id());
    if (status == null) {
      throw new AssertionError("no status of " + trunk.name());
    }
    return status;
  }

  @Test
  void everyKindOfTrunkIsFoundAgainAsItWas() {
    Trunk registering = trunk("Täglich", account(), true, 1);
    Trunk byAddress =
        trunk(
            "By address",
            new IpAddress(
                List.of(SourceRange.parse("192.0.2.10"), SourceRange.parse("198.51.100.0/24")),
                Optional.empty()),
            false,
            2);
    Trunk both =
        new Trunk(
            TrunkId.random(),
            new DisplayName("Both"),
            new IpAddress(List.of(SourceRange.parse("192.0.2.11")), Optional.of(account())),
            new SipHost("192.0.2.11"),
            Optional.empty(),
            Transport.UDP,
            NumberFormat.E164,
            Optional.empty(),
            Optional.empty(),
            true,
            0);
    for (Trunk each : List.of(registering, byAddress, both)) {
      database.trunks.save(acme, each);
    }
    assertThat(database.trunks.list(acme)).containsExactly(both, registering, byAddress);
    assertThat(database.trunks.find(acme, registering.id())).contains(registering);
  }

  @Test
  void aChangedTrunkReplacesTheFormerOne() {
    Trunk before = trunk("Provider", account(), true, 1);
    database.trunks.save(acme, before);
    Trunk after =
        new Trunk(
            before.id(),
            new DisplayName("Other name"),
            new IpAddress(List.of(SourceRange.parse("192.0.2.11")), Optional.empty()),
            new SipHost("sip2.example.com"),
            Optional.empty(),
            Transport.UDP,
            NumberFormat.E164,
            Optional.empty(),
            Optional.empty(),
            true,
            7);
    database.trunks.save(acme, after);
    assertThat(database.trunks.list(acme)).containsExactly(after);
  }

  @Test
  void aTrunkNameExistsOncePerTenant() {
    database.trunks.save(acme, trunk("Provider", account(), true, 1));
    database.trunks.save(zeta, trunk("Provider", account(), true, 1));
    assertThatThrownBy(() -> database.trunks.save(acme, trunk("Provider", account(), true, 2)))
        .isInstanceOfSatisfying(
            NameTaken.class, taken -> assertThat(taken.field()).isEqualTo("name"))
        .hasMessageContaining("Provider");
    Trunk other = trunk("Other", account(), true, 2);
    database.trunks.save(acme, other);
    Trunk renamed =
        new Trunk(
            other.id(),
            new DisplayName("Provider"),
            other.access(),
            other.host(),
            other.port(),
            other.transport(),
            other.numberFormat(),
            other.callerId(),
            other.incomingTo(),
            true,
            2);
    assertThatThrownBy(() -> database.trunks.save(acme, renamed)).isInstanceOf(NameTaken.class);
  }

  @Test
  void aForeignTrunkIsNotFoundNorChangedNorDeleted() {
    Trunk trunk = trunk("Provider", account(), true, 1);
    database.trunks.save(acme, trunk);
    assertThat(database.trunks.find(zeta, trunk.id())).isEmpty();
    assertThat(database.trunks.list(zeta)).isEmpty();
    assertThat(database.trunks.statuses(zeta)).isEmpty();
    assertThat(database.trunks.delete(zeta, trunk.id())).isFalse();
    assertThatThrownBy(() -> database.trunks.save(zeta, trunk)).isInstanceOf(InvalidValue.class);
    database.trunks.status(zeta, trunk.sectionName(), TrunkStatus.State.REGISTERED, "", NOW);
    database.trunks.forgetStatuses(zeta, NOW);
    assertThat(status(trunk).state()).isEqualTo(TrunkStatus.State.UNKNOWN);
    assertThat(database.trunks.find(acme, trunk.id())).contains(trunk);
    assertThat(database.trunks.delete(acme, trunk.id())).isTrue();
    assertThat(database.trunks.delete(acme, trunk.id())).isFalse();
  }

  @Test
  void aTrunksPasswordMovedToAnotherTrunkDoesNotOpen() throws Exception {
    Trunk one = trunk("One", account(), true, 1);
    Trunk two = trunk("Two", account(), true, 2);
    database.trunks.save(acme, one);
    database.trunks.save(acme, two);
    database.sql(
        "UPDATE trunk a JOIN trunk b ON b.name = 'Two' SET a.password_enc = b.password_enc"
            + " WHERE a.name = 'One'");
    assertThatThrownBy(() -> database.trunks.find(acme, one.id()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("password_enc");
  }

  @Test
  void aTrunksStateIsNewsOnlyWhenItDiffers() {
    Trunk trunk = trunk("Provider", account(), true, 1);
    database.trunks.save(acme, trunk);
    long before = database.events.newestId();
    TrunkStatus.State registered = TrunkStatus.State.REGISTERED;
    database.trunks.status(acme, trunk.sectionName(), registered, "", NOW);
    database.trunks.status(acme, trunk.sectionName(), registered, "", NOW.plusSeconds(1));
    database.trunks.status(acme, trunk.sectionName(), registered, "again", NOW.plusSeconds(2));
    assertThat(status(trunk)).isEqualTo(new TrunkStatus(registered, "again", NOW));
    assertThat(database.events.after(before, 10))
        .hasSize(2)
        .allSatisfy(
            event -> {
              assertThat(event.kind()).isEqualTo("trunk");
              assertThat(event.subject()).isEqualTo(trunk.id().toString());
              assertThat(event.tenantId()).contains(acme);
            });
    database.trunks.forgetStatuses(acme, NOW.plusSeconds(3));
    assertThat(status(trunk))
        .isEqualTo(new TrunkStatus(TrunkStatus.State.UNKNOWN, "", NOW.plusSeconds(3)));
  }

  @Test
  void whatAnOlderConfigurationSaysOfUnknownTrunksIsIgnored() {
    long before = database.events.newestId();
    database.trunks.status(acme, "trunk-01234567", TrunkStatus.State.REGISTERED, "", NOW);
    database.trunks.status(acme, "trunk-%", TrunkStatus.State.REGISTERED, "", NOW);
    database.trunks.status(acme, "101", TrunkStatus.State.REGISTERED, "", NOW);
    assertThat(database.events.after(before, 10)).isEmpty();
  }

  @Test
  void aTrunkThatIsSwitchedOffIsOffWhateverTheVmSays() {
    Trunk on = trunk("Provider", account(), true, 1);
    database.trunks.save(acme, on);
    Trunk off =
        new Trunk(
            on.id(),
            on.name(),
            on.access(),
            on.host(),
            on.port(),
            on.transport(),
            on.numberFormat(),
            on.callerId(),
            on.incomingTo(),
            false,
            1);
    database.trunks.save(acme, off);
    database.trunks.status(acme, on.sectionName(), TrunkStatus.State.REGISTERED, "", NOW);
    database.trunks.forgetStatuses(acme, NOW);
    assertThat(status(off).state()).isEqualTo(TrunkStatus.State.OFF);
    database.trunks.save(acme, on);
    assertThat(status(on).state()).isEqualTo(TrunkStatus.State.UNKNOWN);
  }

  @Test
  void extensionsAreListedByNumber() {
    Extension long1 = extension("1000", "Lang");
    Extension short1 = extension("200", "Kurz");
    Extension short2 = extension("101", "Änne");
    for (Extension each : List.of(long1, short1, short2)) {
      database.extensions.save(acme, each);
    }
    assertThat(database.extensions.list(acme)).containsExactly(short2, short1, long1);
    assertThat(database.extensions.find(acme, short1.id())).contains(short1);
    assertThat(database.extensions.findByNumber(acme, new ExtensionNumber("101"))).contains(short2);
  }

  @Test
  void anExtensionsNumberExistsOncePerTenant() {
    database.extensions.save(acme, extension("101", "Anna"));
    database.extensions.save(zeta, extension("101", "Zoe"));
    assertThatThrownBy(() -> database.extensions.save(acme, extension("101", "Otto")))
        .isInstanceOfSatisfying(
            NameTaken.class, taken -> assertThat(taken.field()).isEqualTo("number"))
        .hasMessageContaining("101");
  }

  @Test
  void aForeignExtensionIsNotFoundNorChangedNorDeleted() {
    Extension anna = extension("101", "Anna");
    database.extensions.save(acme, anna);
    assertThat(database.extensions.find(zeta, anna.id())).isEmpty();
    assertThat(database.extensions.findByNumber(zeta, anna.number())).isEmpty();
    assertThat(database.extensions.list(zeta)).isEmpty();
    assertThat(database.extensions.delete(zeta, anna.id())).isFalse();
    assertThatThrownBy(() -> database.extensions.save(zeta, anna)).isInstanceOf(InvalidValue.class);
    assertThat(database.extensions.find(acme, anna.id())).contains(anna);
    assertThat(database.extensions.delete(acme, anna.id())).isTrue();
  }

  @Test
  void aPhonesHashesAreNotReadableInTheTable() throws Exception {
    Extension anna = extension("101", "Anna");
    database.extensions.save(acme, anna);
    assertThat(
            database.sql(
                "UPDATE extension SET name = 'found' WHERE INSTR(md5_enc, '"
                    + anna.credentials().md5()
                    + "') > 0 OR INSTR(sha256_enc, '"
                    + anna.credentials().sha256()
                    + "') > 0"))
        .isZero();
  }

  @Test
  void aWidgetIsFoundByItsKeyWithItsTenantsCountry() {
    Widget widget = widget("Website");
    database.widgets.save(acme, widget);
    assertThat(database.widgets.list(acme)).containsExactly(widget);
    assertThat(database.widgets.findByKey(widget.key()))
        .contains(new PublishedWidget(acme, new Country("DE"), widget));
    assertThat(database.widgets.findByKey(WidgetKey.random())).isEmpty();
  }

  @Test
  void aWidgetsKeyIsExactToTheCase() {
    Widget random = widget("Website");
    Widget widget =
        new Widget(
            random.id(),
            new WidgetKey("abcdefghijklmnop"),
            random.name(),
            random.origins(),
            random.agent(),
            true);
    database.widgets.save(acme, widget);
    assertThat(database.widgets.findByKey(new WidgetKey("ABCDEFGHIJKLMNOP"))).isEmpty();
    assertThat(database.widgets.findByKey(new WidgetKey("abcdefghijklmnop"))).isPresent();
  }

  @Test
  void aForeignWidgetIsNotFoundNorChangedNorDeleted() {
    Widget widget = widget("Website");
    database.widgets.save(acme, widget);
    assertThat(database.widgets.find(zeta, widget.id())).isEmpty();
    assertThat(database.widgets.list(zeta)).isEmpty();
    assertThat(database.widgets.delete(zeta, widget.id())).isFalse();
    assertThatThrownBy(() -> database.widgets.save(zeta, widget)).isInstanceOf(InvalidValue.class);
    assertThatThrownBy(() -> database.widgets.save(acme, widget("Website")))
        .isInstanceOf(NameTaken.class);
    assertThat(database.widgets.delete(acme, widget.id())).isTrue();
  }

  @Test
  void aRefusedSaveLeavesNoNews() {
    database.trunks.save(acme, trunk("Provider", account(), true, 1));
    long before = database.events.newestId();
    assertThatThrownBy(() -> database.trunks.save(acme, trunk("Provider", account(), true, 1)))
        .isInstanceOf(NameTaken.class);
    assertThat(database.events.after(before, 10)).extracting(LiveEvent::kind).isEmpty();
  }
}
