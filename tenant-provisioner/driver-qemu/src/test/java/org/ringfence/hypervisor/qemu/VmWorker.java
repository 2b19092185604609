package org.ringfence.hypervisor.qemu;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.ringfence.hypervisor.DriverConfig;
import org.ringfence.hypervisor.HypervisorDriver;
import org.ringfence.hypervisor.IdentityDocument;
import org.ringfence.hypervisor.Ipv4Address;
import org.ringfence.hypervisor.Ipv4Interface;
import org.ringfence.hypervisor.SnapshotName;
import org.ringfence.hypervisor.Snapshots;
import org.ringfence.hypervisor.StandBy;
import org.ringfence.hypervisor.Template;
import org.ringfence.hypervisor.VmName;
import org.ringfence.hypervisor.VmNetwork;
import org.ringfence.hypervisor.VmSpec;
import org.ringfence.hypervisor.WarmStart;

/**
 * A process of its own that drives a VM and ends without any clean-up: at its end, or, asked to,
 * after a step of what it does.
 */
final class VmWorker {
  static final int EXIT_CODE = 42;

  /** Of one that ended after the step it was asked to. */
  static final int DIED = 137;

  static final SnapshotName MONDAY = SnapshotName.of("monday");

  /** What it does. */
  enum Task {
    CREATE_AND_START {
      @Override
      void perform(HypervisorDriver driver, VmSpec spec) {
        CREATE.perform(driver, spec);
        START.perform(driver, spec);
      }
    },
    SAVE_STATE {
      @Override
      void perform(HypervisorDriver driver, VmSpec spec) {
        ((WarmStart) driver).prepareWarmStart(List.of(spec));
      }
    },
    CREATE {
      @Override
      void perform(HypervisorDriver driver, VmSpec spec) {
        driver.create(spec);
      }
    },
    START {
      @Override
      void perform(HypervisorDriver driver, VmSpec spec) {
        driver.start(spec.name(), IdentityDocument.of(QemuHarness.identityText(spec)));
      }
    },
    STAND_BY {
      @Override
      void perform(HypervisorDriver driver, VmSpec spec) {
        ((StandBy) driver).standBy(spec.name());
      }
    },
    /** Of one that stands by. */
    HAND_OVER {
      @Override
      void perform(HypervisorDriver driver, VmSpec spec) {
        START.perform(driver, spec);
      }
    },
    RECONFIGURE {
      @Override
      void perform(HypervisorDriver driver, VmSpec spec) {
        driver.reconfigure(spec);
      }
    },
    SNAPSHOT {
      @Override
      void perform(HypervisorDriver driver, VmSpec spec) {
        ((Snapshots) driver).takeSnapshot(spec.name(), MONDAY);
      }
    },
    ROLL_BACK {
      @Override
      void perform(HypervisorDriver driver, VmSpec spec) {
        ((Snapshots) driver).rollBack(spec.name(), MONDAY);
      }
    },
    KILL {
      @Override
      void perform(HypervisorDriver driver, VmSpec spec) {
        driver.kill(spec.name());
      }
    },
    DELETE {
      @Override
      void perform(HypervisorDriver driver, VmSpec spec) {
        driver.delete(spec.name());
      }
    };

    abstract void perform(HypervisorDriver driver, VmSpec spec);
  }

  /** Hears of every change that the driver makes on the host. */
  private static final class StepListener extends Handler {
    private final Consumer<String> listener;

    StepListener(Consumer<String> listener) {
      this.listener = listener;
    }

    @Override
    public void publish(LogRecord step) {
      listener.accept(step.getMessage());
    }

    @Override
    public void flush() {
      // Nothing is kept back.
    }

    @Override
    public void close() {
      // Nothing is open.
    }
  }

  private static final Logger STEPS = Logger.getLogger(Steps.class.getName());

  private static int stepsLeft;

  private VmWorker() {}

  /** Does it, and tells the listener of every change on the host. */
  static void listening(Consumer<String> listener, Runnable work) {
    StepListener handler = new StepListener(listener);
    STEPS.setLevel(Level.FINE);
    STEPS.setUseParentHandlers(false);
    STEPS.addHandler(handler);
    try {
      work.run();
    } finally {
      STEPS.removeHandler(handler);
    }
  }

  /** Directory, bridge, template, address, gateway, task, and after how many steps it ends. */
  public static void main(String[] arguments) {
    QemuDriverFactory factory = new QemuDriverFactory();
    HypervisorDriver driver =
        factory.create(
            DriverConfig.of(
                factory.configKeys(),
                Map.of(
                    "ringfence.qemu.directory",
                    arguments[0],
                    "ringfence.qemu.bridge",
                    arguments[1],
                    "ringfence.qemu.accel",
                    QemuHarness.accel())));
    VmSpec spec =
        new VmSpec(
            VmName.of("rf-acme"),
            Template.inDirectory(Path.of(URI.create(arguments[2]))),
            1,
            256,
            QemuHarness.DATA_MIB,
            VmNetwork.of(Ipv4Interface.parse(arguments[3]), Ipv4Address.parse(arguments[4])));
    stepsLeft = arguments.length > 6 ? Integer.parseInt(arguments[6]) : Integer.MAX_VALUE;
    listening(VmWorker::step, () -> Task.valueOf(arguments[5]).perform(driver, spec));
    Runtime.getRuntime().halt(EXIT_CODE);
  }

  private static void step(String change) {
    System.out.println(change);
    stepsLeft--;
    if (stepsLeft <= 0) {
      Runtime.getRuntime().halt(DIED);
    }
  }
}
