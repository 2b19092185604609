package org.ringfence.reconciler;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.ringfence.hypervisor.HypervisorDriver;

/**
 * Counts what is asked of a driver by operation, so that an operator sees whether the fleet is at
 * rest. Looking is no change and is not counted. The driver keeps all its capabilities.
 */
final class CountedDriver {
  /** By the method's name. */
  private static final Map<String, String> CHANGES =
      Map.ofEntries(
          Map.entry("create", "create"),
          Map.entry("createOn", "create"),
          Map.entry("reconfigure", "reconfigure"),
          Map.entry("standBy", "standBy"),
          Map.entry("start", "start"),
          Map.entry("stop", "stop"),
          Map.entry("kill", "kill"),
          Map.entry("delete", "delete"),
          Map.entry("move", "move"),
          Map.entry("evacuate", "evacuate"),
          Map.entry("reopen", "reopen"));

  private CountedDriver() {}

  static HypervisorDriver of(HypervisorDriver driver, Consumer<String> count) {
    InvocationHandler handler =
        (proxy, method, arguments) -> {
          String change = CHANGES.get(method.getName());
          if (change != null) {
            count.accept(change);
          }
          try {
            return method.invoke(driver, arguments);
          } catch (InvocationTargetException failure) {
            throw failure.getCause() == null ? failure : failure.getCause();
          }
        };
    return (HypervisorDriver)
        Proxy.newProxyInstance(CountedDriver.class.getClassLoader(), capabilities(driver), handler);
  }

  private static Class<?>[] capabilities(HypervisorDriver driver) {
    Set<Class<?>> all = new LinkedHashSet<>();
    for (Class<?> type = driver.getClass(); type != null; type = type.getSuperclass()) {
      all.addAll(Set.of(type.getInterfaces()));
    }
    return all.toArray(Class<?>[]::new);
  }
}
