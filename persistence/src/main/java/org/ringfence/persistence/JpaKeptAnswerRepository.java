package org.ringfence.persistence;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.ringfence.domain.access.KeptAnswer;
import org.ringfence.domain.access.KeptAnswerRepository;

@ApplicationScoped
@Transactional
class JpaKeptAnswerRepository extends JpaRepository implements KeptAnswerRepository {
  private static final int MOST_AT_ONCE = 100;

  @Inject Vault vault;

  @Override
  public Claim claim(byte[] request, byte[] content, Instant now) {
    // Waits for another transaction that has inserted the same row and has not ended.
    int added =
        change(
            "INSERT IGNORE INTO kept_answer (request, content, kept_at) VALUES (?, ?, ?)",
            request,
            content,
            Micros.of(now));
    if (added == 1) {
      return new First();
    }
    // Locking, because a plain read may see the moment before that transaction ended.
    Object[] row =
        rows(
                "SELECT content, answer_enc FROM kept_answer WHERE request = ? LOCK IN SHARE MODE",
                request)
            .get(0);
    if (!Arrays.equals((byte[]) row[0], content)) {
      return new Other();
    }
    return new Answered(read(vault.openText(place(request), (byte[]) row[1])));
  }

  @Override
  public void keep(byte[] request, KeptAnswer answer) {
    change(
        "UPDATE kept_answer SET answer_enc = ? WHERE request = ?",
        vault.seal(place(request), write(answer)),
        request);
  }

  @Override
  public void forgetBefore(Instant moment) {
    // By their keys, so that no gap is locked into which another request would be inserted.
    List<Object[]> old =
        rows(
            "SELECT request, kept_at FROM kept_answer WHERE kept_at < ? LIMIT " + MOST_AT_ONCE,
            Micros.of(moment));
    old.forEach(row -> change("DELETE FROM kept_answer WHERE request = ?", row[0]));
  }

  private static Vault.Place place(byte[] request) {
    return new Vault.Place("kept_answer", "answer_enc", HexFormat.of().formatHex(request));
  }

  /** Status and place on lines of their own; the rest is the body. */
  private static String write(KeptAnswer answer) {
    return answer.status() + "\n" + answer.location().orElse("") + "\n" + answer.body();
  }

  private static KeptAnswer read(String text) {
    String[] parts = text.split("\n", 3);
    return new KeptAnswer(
        Integer.parseInt(parts[0]),
        Optional.of(parts[1]).filter(location -> !location.isEmpty()),
        parts[2]);
  }
}
