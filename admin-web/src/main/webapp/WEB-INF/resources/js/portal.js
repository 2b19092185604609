"use strict";
/* What the pages need beside PrimeFaces: theme, language, menu, local times, copying, live signals. */
(function () {
  const year = 31536000;

  function remember(name, value) {
    const secure = location.protocol === "https:" ? "; Secure" : "";
    document.cookie = name + "=" + value + "; Path=/; Max-Age=" + year + "; SameSite=Lax" + secure;
  }

  function isDark() {
    const chosen = document.documentElement.dataset.theme;
    return chosen === "dark" || (chosen === "auto" && matchMedia("(prefers-color-scheme: dark)").matches);
  }

  function copy(button) {
    const source = document.getElementById(button.dataset.copy);
    const text = source.value === undefined ? source.textContent : source.value;
    navigator.clipboard.writeText(text.trim()).then(function () {
      const before = button.textContent;
      button.textContent = button.dataset.copied;
      setTimeout(function () { button.textContent = before; }, 2000);
    });
  }

  document.addEventListener("click", function (event) {
    const target = event.target.closest("[data-theme-switch],[data-language],[data-toggle],[data-copy]");
    const side = document.getElementById("navigation");
    if (side && side.classList.contains("rf-open") && !side.contains(event.target) && !(target && target.dataset.toggle)) {
      toggle(document.querySelector("[data-toggle]"), false);
    }
    if (!target) {
      return;
    }
    if (target.dataset.themeSwitch !== undefined) {
      const theme = isDark() ? "light" : "dark";
      document.documentElement.dataset.theme = theme;
      remember("ringfence-theme", theme);
    } else if (target.dataset.language) {
      remember("ringfence-language", target.dataset.language);
      location.reload();
    } else if (target.dataset.toggle) {
      toggle(target, !side.classList.contains("rf-open"));
    } else {
      copy(target);
    }
  });

  function toggle(button, open) {
    document.getElementById(button.dataset.toggle).classList.toggle("rf-open", open);
    button.setAttribute("aria-expanded", String(open));
  }

  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") {
      return;
    }
    document.querySelectorAll("details.rf-user[open]").forEach(function (menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
    });
    const side = document.getElementById("navigation");
    if (side && side.classList.contains("rf-open")) {
      toggle(document.querySelector("[data-toggle]"), false);
    }
  });

  /* After every render: moments in the browser's time zone, help texts tied to their fields,
     refused fields unfolded, and the first refused field in focus. */
  const moment = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "medium", timeStyle: "medium" });

  const unfolded = new Set();
  document.addEventListener("toggle", function (event) {
    const id = event.target.dataset.kept;
    if (id) {
      unfolded[event.target.open ? "add" : "delete"](id);
    }
    /* What is in it comes by the press of a button that nobody sees, once. */
    const filling = event.target.open && event.target.dataset.filledBy;
    if (filling) {
      delete event.target.dataset.filledBy;
      document.getElementById(filling).click();
    }
    letScroll();
  }, true);

  /* A table that is wider than its place can be scrolled by keyboard, too. */
  function letScroll() {
    document.querySelectorAll(".ui-datatable-tablewrapper").forEach(function (place) {
      if (place.scrollWidth > place.clientWidth) {
        place.tabIndex = 0;
      } else {
        place.removeAttribute("tabindex");
      }
    });
  }
  addEventListener("resize", letScroll);

  function dress(root) {
    /* What somebody unfolded stays so when a push renders it again. */
    root.querySelectorAll("details[data-kept]").forEach(function (folded) {
      folded.open = unfolded.has(folded.dataset.kept);
    });
    root.querySelectorAll("time.rf-time").forEach(function (element) {
      const at = new Date(element.dateTime);
      if (!isNaN(at)) {
        element.textContent = moment.format(at);
      }
    });
    root.querySelectorAll("details:has(.ui-message-error-detail)").forEach(function (folded) {
      folded.open = true;
    });
    root.querySelectorAll("[data-help-for]").forEach(function (help) {
      const field = help.closest(".rf-field");
      const input = field && field.querySelector("input:not([type=hidden]), select, textarea");
      if (input) {
        help.id = help.id || input.id + "-help";
        input.setAttribute("aria-describedby", help.id);
      }
    });
    /* Each message is an alert; a list of alerts is none. */
    root.querySelectorAll(".ui-messages ul").forEach(function (list) {
      list.setAttribute("role", "presentation");
    });
    letScroll();
  }
  dress(document);

  /* A new form begins with the time zone of whoever fills it in. */
  document.querySelectorAll("select[data-own-zone=true]").forEach(function (select) {
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    if (Array.from(select.options).some(function (option) { return option.value === zone; })) {
      select.value = zone;
    }
  });

  if (window.faces) {
    faces.ajax.addOnEvent(function (data) {
      if (data.status === "success") {
        dress(document);
      }
    });
  }
  if (window.jQuery) {
    jQuery(document).on("pfAjaxComplete", function () {
      dress(document);
      if (sessionStorage.getItem(draftKey) && form()) {
        keepDraft();
      }
    });
  }

  /* What is typed into a form survives until the form is saved, also when the session ends in
     between: it is kept in this window's own storage, never passwords. */
  const draftKey = "ringfence-draft";

  /* Each answer of the server may replace it. */
  function form() {
    return document.getElementById("form");
  }

  function fields() {
    return [...form().elements].filter(function (element) {
      return element.name && !["hidden", "password", "submit", "button"].includes(element.type);
    });
  }

  function keepDraft() {
    const values = fields().map(function (element) {
      const checkable = element.type === "checkbox" || element.type === "radio";
      return { name: element.name, value: element.value, checked: checkable ? element.checked : null };
    });
    sessionStorage.setItem(draftKey, JSON.stringify({ path: location.pathname, at: Date.now(), values: values }));
  }

  function restoreDraft() {
    const draft = JSON.parse(sessionStorage.getItem(draftKey) || "null");
    sessionStorage.removeItem(draftKey);
    if (!draft || draft.path !== location.pathname || Date.now() - draft.at > 1800000) {
      return;
    }
    draft.values.forEach(function (kept) {
      fields().filter(function (element) { return element.name === kept.name; }).forEach(function (element) {
        if (kept.checked === null) {
          element.value = kept.value;
        } else if (element.value === kept.value && element.checked !== kept.checked) {
          element.checked = kept.checked;
          if (element.type === "radio") {
            element.dispatchEvent(new Event("change", { bubbles: true }));
          }
        }
      });
    });
  }

  if (form()) {
    restoreDraft();
    ["input", "change"].forEach(function (kind) {
      document.addEventListener(kind, function (event) {
        if (event.target.form === form()) {
          keepDraft();
        }
      });
    });
  } else {
    sessionStorage.removeItem(draftKey);
  }

  /* Live signals: "kind subject". Each form that watches this kind asks for its fragment again;
     signals that come close together are one request. */
  const waiting = new Map();

  function signal(message) {
    const kind = String(message).split(" ")[0];
    document.querySelectorAll("[data-live]").forEach(function (form) {
      if (form.dataset.live.split(" ").includes(kind)) {
        wake(form.dataset.liveCommand, Number(form.dataset.livePause));
      }
    });
  }

  /* What also changes by time alone, a lease that runs out or a callback whose hour comes, is asked
     for again while somebody looks. */
  document.querySelectorAll("[data-live]").forEach(function (form) {
    const every = Number(form.dataset.liveEvery);
    if (every > 0) {
      setInterval(function () {
        if (!document.hidden && !leaving && stale.hidden) {
          wake(form.dataset.liveCommand, 0);
        }
      }, every * 1000);
    }
  });

  function wake(command, delay) {
    if (!waiting.has(command)) {
      waiting.set(command, setTimeout(function () {
        waiting.delete(command);
        window[command]();
      }, delay));
    }
  }

  function wakeAll() {
    document.querySelectorAll("[data-live]").forEach(function (form) { wake(form.dataset.liveCommand, 120); });
  }

  window.ringfenceLiveDone = function () { dress(document); };

  /* A request that got no answer is asked again: no other signal may come that would do it. */
  window.ringfenceLiveFailed = function (command) {
    if (!leaving) {
      wake(command, 3000);
    }
  };

  /* The signals' socket. The one of the JSF implementation does not say when it is open again after
     a break, and gives up when its first attempt fails; what was signalled in between would never be
     seen. So this one takes its place: whenever it opens, everything that moves is asked for once. */
  const offline = document.getElementById("offline");
  const stale = document.getElementById("stale");
  const policyViolation = 1008;
  let leaving = false;

  function listen(url, attempt) {
    const address = new URL(url, location.href);
    address.protocol = location.protocol === "https:" ? "wss:" : "ws:";
    const socket = new WebSocket(address);
    socket.onopen = function () {
      attempt = 0;
      offline.hidden = true;
      wakeAll();
    };
    socket.onmessage = function (event) {
      signal(JSON.parse(event.data).data);
    };
    socket.onclose = function (event) {
      if (leaving) {
        return;
      }
      if (event.code === policyViolation || (event.code === 1000 && event.reason === "Expired")) {
        /* The server does not know this page any more. A form is left to its reader. */
        offline.hidden = true;
        stale.hidden = false;
        return;
      }
      offline.hidden = false;
      setTimeout(function () { listen(url, attempt + 1); }, Math.min(500 * Math.pow(2, attempt), 10000));
    };
  }

  if (window.faces) {
    faces.push.init = function (id, url) { listen(url, 0); };
  }

  window.addEventListener("beforeunload", function () {
    leaving = true;
    if (window.PrimeFaces) {
      PrimeFaces.ajax.Queue.abortAll();
    }
  });
  window.addEventListener("pageshow", function () { leaving = false; });
})();
