package org.ringfence.web.identity;

import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Ends the session here and at Keycloak. Only by POST: the session cookie does not travel with a
 * foreign page's POST, so nobody else can sign a person out.
 */
@WebServlet("/sign-out")
public class SignOut extends HttpServlet {
  private static final long serialVersionUID = 1L;

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    request.logout();
    if (!response.isCommitted()) {
      response.sendRedirect("/signed-out");
    }
  }
}
