package org.ringfence.web.rest;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** {@code /api/openapi.json}: what the API can do, for programs that write programs. */
@WebServlet("/api/openapi.json")
public class OpenApiServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setContentType("application/json;charset=UTF-8");
    response.setHeader("Cache-Control", "private, max-age=300");
    response.getWriter().write(OpenApi.describe(new ApiApplication().getClasses()).toString());
  }
}
