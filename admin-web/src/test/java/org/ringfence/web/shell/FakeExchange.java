package org.ringfence.web.shell;

import jakarta.servlet.FilterChain;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** One request and what became of it; only what the router asks for is there. */
final class FakeExchange {
  private final String uri;
  private final Set<String> roles;
  private final Map<String, Object> attributes = new HashMap<>();

  int status = 200;
  String forwardedTo = "";

  FakeExchange(String uri, Set<String> roles) {
    this.uri = uri;
    this.roles = roles;
  }

  HttpServletRequest request() {
    return fake(
        HttpServletRequest.class,
        (proxy, called, arguments) ->
            switch (called.getName()) {
              case "getRequestURI" -> uri;
              case "getContextPath" -> "";
              case "isUserInRole" -> roles.contains(arguments[0]);
              case "getAttribute" -> attributes.get(arguments[0]);
              case "setAttribute" -> attributes.put((String) arguments[0], arguments[1]);
              case "getRequestDispatcher" -> dispatcher((String) arguments[0]);
              default -> throw new UnsupportedOperationException(called.getName());
            });
  }

  private RequestDispatcher dispatcher(String path) {
    return fake(
        RequestDispatcher.class,
        (proxy, called, arguments) -> {
          forwardedTo = path;
          return null;
        });
  }

  HttpServletResponse response() {
    return fake(
        HttpServletResponse.class,
        (proxy, called, arguments) -> {
          if (called.getName().equals("setStatus") || called.getName().equals("sendError")) {
            status = (int) arguments[0];
          }
          return null;
        });
  }

  FilterChain chain() {
    return (request, response) -> {};
  }

  private static <T> T fake(Class<T> type, InvocationHandler handler) {
    return type.cast(
        Proxy.newProxyInstance(
            FakeExchange.class.getClassLoader(), new Class<?>[] {type}, handler));
  }
}
