package org.ringfence.config;

import java.util.ArrayList;
import java.util.List;
import org.ringfence.domain.Country;

/**
 * indications.conf: the tones an agent hears while a visitor's phone rings (ITU-T E.180 supplement
 * 2; ETSI TR 101 041-2 for the countries without an entry of their own).
 */
final class Indications {
  private Indications() {}

  static List<Section> of(Country country) {
    String zone =
        switch (country.code()) {
          case "CA", "US" -> "us";
          case "GB" -> "gb";
          default -> "eu";
        };
    List<Section> sections = new ArrayList<>();
    sections.add(
        Section.named("general", "The tones of " + country.code(), Source.pbx())
            .with("country", zone)
            .build());
    sections.add(
        switch (zone) {
          case "us" ->
              zone("us", "North America", "2000,4000")
                  .with("dial", "350+440")
                  .with("busy", "480+620/500,0/500")
                  .with("ring", "440+480/2000,0/4000")
                  .with("congestion", "480+620/250,0/250")
                  .with("callwaiting", "440/300,0/10000")
                  .with("dialrecall", "!350+440/100,!0/100,!350+440/100,!0/100,350+440")
                  .with("record", "1400/500,0/15000")
                  .with("info", "!950/330,!1400/330,!1800/330,0")
                  .build();
          case "gb" ->
              zone("gb", "United Kingdom", "400,200,400,2000")
                  .with("dial", "350+440")
                  .with("busy", "400/375,0/375")
                  .with("ring", "400+450/400,0/200,400+450/400,0/2000")
                  .with("congestion", "400/400,0/350,400/225,0/525")
                  .with("callwaiting", "400/100,0/4000")
                  .with("dialrecall", "350+440")
                  .with("record", "1400/500,0/60000")
                  .with("info", "950/330,1400/330,1800/330,0/1000")
                  .build();
          default ->
              zone("eu", "Europe", "1000,4000")
                  .with("dial", "425")
                  .with("busy", "425/500,0/500")
                  .with("ring", "425/1000,0/4000")
                  .with("congestion", "425/250,0/250")
                  .with("callwaiting", "425/200,0/600,425/200,0/3000")
                  .with("dialrecall", "425/500,0/50")
                  .with("record", "1400/500,0/15000")
                  .with("info", "950/330,1400/330,1800/330,0/1000")
                  .build();
        });
    return sections;
  }

  private static Section.Builder zone(String name, String description, String cadence) {
    return Section.named(name, description, Source.pbx())
        .with("description", description)
        .with("ringcadence", cadence);
  }
}
