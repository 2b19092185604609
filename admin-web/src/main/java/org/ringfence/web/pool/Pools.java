package org.ringfence.web.pool;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.ringfence.domain.audit.AuditEntry;
import org.ringfence.domain.audit.AuditLog;
import org.ringfence.domain.plan.Plan;
import org.ringfence.domain.pool.PoolRepository;
import org.ringfence.domain.pool.PoolSize;
import org.ringfence.domain.pool.PooledMachine;
import org.ringfence.domain.pool.PooledStage;
import org.ringfence.web.form.InvalidForm;
import org.ringfence.web.plan.Plans;

/** What a hosting admin does with the pool; the provisioner does the rest. */
@ApplicationScoped
@Transactional
public class Pools {
  @Inject PoolRepository pool;
  @Inject Plans plans;
  @Inject AuditLog audit;
  @Inject Clock clock;

  /** What is to wait, and what is there. */
  public record Overview(PoolSize size, List<PooledMachine> machines) {
    /** How many a tenant could have now. */
    public long waiting() {
      return machines.stream().filter(row -> row.stage() == PooledStage.WAITING).count();
    }
  }

  public Overview overview() {
    return new Overview(pool.size(), pool.list());
  }

  /**
   * Changes what is to wait on each host.
   *
   * @throws InvalidForm when a field is refused
   */
  public void resize(PoolForm form, String actor) {
    PoolSize wanted = form.toSize();
    Optional<Plan> plan = wanted.plan().map(plans::existing);
    if (wanted.equals(pool.size())) {
      return;
    }
    Instant now = clock.instant();
    pool.resize(wanted, now);
    audit.append(
        new AuditEntry(
            Optional.empty(),
            actor,
            "pool.sized",
            wanted.machines() + plan.map(chosen -> ", " + chosen.name()).orElse(""),
            now));
  }
}
