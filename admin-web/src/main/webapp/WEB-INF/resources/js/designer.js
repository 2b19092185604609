"use strict";
/* Feeds the preview of the widget's designer, which is the element itself, with what is typed. */
(function () {
  const place = document.getElementById("preview");
  const language = document.getElementById("previewLanguage");
  const open = document.getElementById("previewOpen");
  const colours = ["accent", "onAccent", "surface", "text"];
  const colour = /^#[0-9a-fA-F]{6}$/;
  let element;

  function field(name) {
    return document.getElementById("form:" + name);
  }

  function value(name) {
    const input = field(name);
    return input ? input.value.trim() : "";
  }

  function lines(name) {
    return value(name).split("\n").map(function (line) { return line.trim(); }).filter(Boolean);
  }

  /* Black or white, whichever differs more: what the server sends when an owner chose none. */
  function readable(ground) {
    const parts = [1, 3, 5].map(function (at) {
      const share = parseInt(ground.slice(at, at + 2), 16) / 255;
      return share <= 0.04045 ? share / 12.92 : Math.pow((share + 0.055) / 1.055, 2.4);
    });
    const light = 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2];
    return 1.05 / (light + 0.05) >= (light + 0.05) / 0.05 ? "#ffffff" : "#000000";
  }

  /* The next half hours; the server offers those at which somebody is there. */
  function times() {
    const first = Math.ceil(Date.now() / 1800000) * 1800 + 1800;
    return [0, 1, 2, 3].map(function (step) { return first + step * 1800; });
  }

  function design() {
    const look = { form: value("kind"), closed: value("closed"), texts: {} };
    if (value("position") !== "bottom-end") { look.position = value("position"); }
    if (value("theme") !== "auto") { look.theme = value("theme"); }
    colours.forEach(function (name) {
      if (colour.test(value(name))) { look[name] = value(name).toLowerCase(); }
    });
    if (look.accent && !look.onAccent) { look.onAccent = readable(look.accent); }
    if (look.surface && !look.text) { look.text = readable(look.surface); }
    if (/^[0-9]{1,2}$/.test(value("radius"))) { look.radius = Number(value("radius")); }
    if (value("name") !== "no") { look.ask = value("name"); }
    const departments = lines("departments").map(function (line) { return line.replace(/\s*=[^=]*$/, ""); });
    if (departments.length) { look.departments = departments; }
    const closed = open.value === "closed";
    if (value("times") === "true" || (closed && look.closed === "later")) { look.times = times(); }
    ["launcher", "heading", "invitation", "request", "closed"].forEach(function (key) {
      const said = value("text_" + language.value + "_" + key);
      if (said) { look.texts[key] = said; }
    });
    const consent = [language.value, "en"].concat(Array.from(language.options, function (option) { return option.value; }))
      .map(function (tag) { return value("text_" + tag + "_consent"); }).find(Boolean);
    if (consent) { look.consent = { text: consent, link: value("consentLink"), version: "preview" }; }
    return look;
  }

  function show() {
    if (!element) {
      return;
    }
    const look = design();
    const floating = look.form !== "inline";
    element.toggleAttribute("mode", floating);
    if (floating) { element.setAttribute("mode", "button"); }
    if (look.form === "own") { element.open = true; }
    element.lang = language.value;
    element.preview({ name: "", country: "DE", open: open.value === "open", example: "030 123456", design: look });
  }

  function dress() {
    colours.forEach(function (name) {
      const input = field(name);
      if (!input || input.nextElementSibling && input.nextElementSibling.type === "color") {
        return;
      }
      const picker = document.createElement("input");
      picker.type = "color";
      picker.className = "rf-colour";
      picker.setAttribute("aria-label", input.dataset.colour);
      picker.value = colour.test(input.value) ? input.value : "#1f5f5b";
      picker.addEventListener("input", function () {
        input.value = picker.value;
        show();
      });
      picker.addEventListener("change", function () { input.dispatchEvent(new Event("change", { bubbles: true })); });
      input.addEventListener("input", function () {
        if (colour.test(input.value)) { picker.value = input.value; }
      });
      input.after(picker);
    });
  }

  function placeholders(Element) {
    Array.from(language.options).forEach(function (option) {
      Element.words(option.value).then(function (words) {
        ["launcher", "heading", "invitation", "request", "closed"].forEach(function (key) {
          const input = field("text_" + option.value + "_" + key);
          if (input) { input.placeholder = words[key]; }
        });
      });
    });
  }

  import("/widget/v1/ringfence-callback.js").then(function (module) {
    element = document.createElement("ringfence-callback");
    element.setAttribute("data-preview", "");
    element.setAttribute("mode", "button");
    element.setAttribute("open", "");
    place.append(element);
    placeholders(module.RingfenceCallback);
    dress();
    show();
    document.addEventListener("input", function (event) {
      if (event.target.closest("#form, .rf-preview-bar")) { show(); }
    });
    document.addEventListener("change", function (event) {
      if (event.target.closest("#form, .rf-preview-bar")) { show(); }
    });
    /* An answer of the server may have replaced fields. */
    jQuery(document).on("pfAjaxComplete", function () {
      dress();
      placeholders(module.RingfenceCallback);
      show();
    });
  });
})();
