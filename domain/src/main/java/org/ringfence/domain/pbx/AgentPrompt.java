package org.ringfence.domain.pbx;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.ringfence.domain.DisplayName;
import org.ringfence.domain.InvalidValue;

/**
 * What an agent who answers a callback hears and has to do before the visitor is called. Nothing
 * leads a call to it: the dialer chooses the one of a callback's widget.
 *
 * @param widgets ids of the widgets whose callbacks it is for; empty means all that no other one
 *     names, those of the API too
 * @param whisper what the agent hears, and nobody else
 * @param accept whether the agent has to press 1 before the visitor is called
 * @param acceptSeconds how long there is time for that
 */
public record AgentPrompt(
    HandlingId id,
    DisplayName name,
    List<UUID> widgets,
    Optional<SoundId> whisper,
    boolean accept,
    int acceptSeconds)
    implements Handling {
  public AgentPrompt {
    widgets = List.copyOf(widgets);
  }

  static AgentPrompt read(HandlingId id, Fields fields) {
    var name = fields.name();
    List<UUID> widgets = fields.list("widgets", 100, Ad::widget);
    var whisper = fields.sound("whisper");
    boolean accept = fields.flag("accept");
    fields.check(
        "whisper",
        () -> {
          if (accept && whisper.isEmpty()) {
            throw new InvalidValue("Please choose the sound that asks the agent to press 1.");
          }
        });
    int seconds = fields.number("acceptSeconds", "The time to accept in seconds", 3, 60);
    return fields.whole(() -> new AgentPrompt(id, name, widgets, whisper, accept, seconds));
  }

  /** The prompt of a widget's callbacks: one that names it, or else one for all. */
  public static Optional<AgentPrompt> of(List<AgentPrompt> prompts, UUID widget) {
    return prompts.stream()
        .filter(each -> each.widgets.contains(widget))
        .findFirst()
        .or(() -> prompts.stream().filter(each -> each.widgets.isEmpty()).findFirst());
  }

  @Override
  public Optional<ExtensionNumber> number() {
    return Optional.empty();
  }

  @Override
  public HandlingKind kind() {
    return HandlingKind.AGENT_PROMPT;
  }

  @Override
  public List<Destination> uses() {
    return List.of();
  }

  @Override
  public List<SoundId> sounds() {
    return whisper.stream().toList();
  }

  @Override
  public List<UUID> widgetUses() {
    return widgets;
  }

  @Override
  public Map<String, String> details() {
    return Map.of(
        "widgets", Fields.lines(widgets),
        "whisper", Fields.id(whisper),
        "accept", Boolean.toString(accept),
        "acceptSeconds", Integer.toString(acceptSeconds));
  }
}
