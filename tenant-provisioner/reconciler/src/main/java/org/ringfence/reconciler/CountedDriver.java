package org.ringfence.reconciler;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.ringfence.hypervisor.HypervisorDriver;

/**
 * Counts what is asked of a driver by operation, so that an operator sees whether the fleet is at
 * rest. Looking is no change and is not counted. The driver keeps all its capabilities.
 */
final class CountedDriver {
  private static final Set<String> CHANGES =
      Set.of("create", "reconfigure", "standBy", "start", "stop", "kill", "delete");

  private CountedDriver() {}

  static HypervisorDriver of(HypervisorDriver driver, Consumer<String> count) {
    InvocationHandler handler =
        (proxy, method, arguments) -> {
          if (CHANGES.contains(method.getName())) {
            count.accept(method.getName());
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
