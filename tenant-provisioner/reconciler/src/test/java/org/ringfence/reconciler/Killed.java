package org.ringfence.reconciler;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Set;

/** The process ends here, as by kill -9. */
final class Killed extends Error {
  private static final long serialVersionUID = 1L;

  private static final Set<String> READS =
      Set.of(
          "inspect",
          "hosts",
          "placements",
          "carriesVms",
          "of",
          "loads",
          "tenants",
          "list",
          "find",
          "findById",
          "lastHeard",
          "newest",
          "applied",
          "info",
          "close",
          "consoleOutput",
          "snapshots",
          "history",
          "size");

  /** Counts down the changes until the end. */
  static final class Fuse {
    private int changesLeft;
    private final boolean afterwards;
    private String last = "";

    /**
     * @param changes how many changes are made before it happens
     * @param afterwards whether the last change is still made
     */
    Fuse(int changes, boolean afterwards) {
      this.changesLeft = changes;
      this.afterwards = afterwards;
    }

    /** The change at which it happened, or that came last. */
    String last() {
      return last;
    }

    /** For what is done in parts: one of them is done. */
    void inTheMiddle() {
      burn();
    }

    /** The same object, with all that it can do, whose changes burn the fuse down. */
    <P> P on(Class<P> port, P target) {
      return port.cast(
          Proxy.newProxyInstance(
              port.getClassLoader(),
              target.getClass().getInterfaces(),
              (proxy, method, arguments) -> {
                boolean change = !READS.contains(method.getName());
                if (change) {
                  last = port.getSimpleName() + "." + method.getName();
                }
                if (change && !afterwards) {
                  burn();
                }
                try {
                  Object result = method.invoke(target, arguments);
                  if (change && afterwards) {
                    burn();
                  }
                  return result;
                } catch (InvocationTargetException e) {
                  throw e.getCause() == null ? e : e.getCause();
                }
              }));
    }

    private void burn() {
      changesLeft--;
      if (changesLeft < 0) {
        throw new Killed();
      }
    }
  }
}
