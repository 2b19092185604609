package org.ringfence.web.shell;

import jakarta.el.ELContext;
import jakarta.el.ELException;
import jakarta.el.ELResolver;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a record's components in pages, {@code row.name()}. The resolver that would do it otherwise
 * looks through all methods of the class each time, which on a page with many rows is much of the
 * work.
 */
public class RecordMethods extends ELResolver {
  private static final ClassValue<Map<String, Method>> METHODS =
      new ClassValue<>() {
        @Override
        protected Map<String, Method> computeValue(Class<?> type) {
          Map<String, Method> methods = new HashMap<>();
          for (Method method : type.getMethods()) {
            if (method.getParameterCount() == 0 && method.trySetAccessible()) {
              methods.put(method.getName(), method);
            }
          }
          return Map.copyOf(methods);
        }
      };

  @Override
  public @Nullable Object invoke(
      ELContext context,
      Object base,
      Object method,
      Class<?> @Nullable [] types,
      Object @Nullable [] arguments) {
    if (!(base instanceof Record) || (arguments != null && arguments.length > 0)) {
      return null;
    }
    Method found = METHODS.get(base.getClass()).get(String.valueOf(method));
    if (found == null) {
      return null;
    }
    try {
      Object value = found.invoke(base);
      context.setPropertyResolved(base, method);
      return value;
    } catch (InvocationTargetException failure) {
      throw new ELException(failure.getCause());
    } catch (IllegalAccessException closed) {
      throw new ELException(closed);
    }
  }

  @Override
  public @Nullable Object getValue(ELContext context, Object base, Object property) {
    return null;
  }

  @Override
  public @Nullable Class<?> getType(ELContext context, Object base, Object property) {
    return null;
  }

  @Override
  public void setValue(ELContext context, Object base, Object property, Object value) {
    // Records do not change.
  }

  @Override
  public boolean isReadOnly(ELContext context, Object base, Object property) {
    return true;
  }

  @Override
  public @Nullable Class<?> getCommonPropertyType(ELContext context, Object base) {
    return null;
  }
}
