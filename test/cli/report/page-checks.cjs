/* global document, window, getComputedStyle, NodeFilter */
"use strict";

// Runs in the page: what a person who looks, listens or uses the keyboard would stumble over.

/** "rgb(1, 2, 3)" or "rgba(1, 2, 3, 0.5)" as numbers. */
function channels(colour) {
  const [red = 0, green = 0, blue = 0, alpha = 1] = (colour.match(/[\d.]+/g) ?? []).map(Number);
  return { red, green, blue, alpha };
}

/** https://www.w3.org/TR/WCAG22/#dfn-relative-luminance */
function luminance({ red, green, blue }) {
  const [r, g, b] = [red, green, blue].map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
function contrast(one, other) {
  const [light, dark] = [luminance(one), luminance(other)].sort((left, right) => right - left);
  return (light + 0.05) / (dark + 0.05);
}

/** The first opaque background behind an element; the page's own is set on the body. */
function backgroundOf(element) {
  for (let at = element; at !== null; at = at.parentElement) {
    const background = channels(getComputedStyle(at).backgroundColor);
    if (background.alpha === 1) return background;
  }
  return channels(getComputedStyle(document.body).backgroundColor);
}

function textElements() {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = new Set();
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const element = node.parentElement;
    if (node.textContent.trim() !== "" && element.checkVisibility({ visibilityProperty: true })) found.add(element);
  }
  return [...found];
}

/** Texts whose contrast is below AA: 4.5, or 3 where they are large. https://www.w3.org/TR/WCAG22/#contrast-minimum */
function faintTexts() {
  const measured = textElements().map((element) => {
    const style = getComputedStyle(element);
    const isDrawn = element.namespaceURI === "http://www.w3.org/2000/svg";
    const size = Number.parseFloat(style.fontSize);
    const isLarge = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    const ratio = contrast(channels(isDrawn ? style.fill : style.color), backgroundOf(element));
    return { text: element.textContent.trim().slice(0, 40), ratio, isEnough: ratio >= (isLarge ? 3 : 4.5) };
  });
  return {
    measured: measured.length,
    least: Math.min(...measured.map(({ ratio }) => ratio)),
    faint: measured.filter(({ isEnough }) => !isEnough),
  };
}

/** Coloured marks of charts and tables, of which 3 is asked. https://www.w3.org/TR/WCAG22/#non-text-contrast */
function faintMarks() {
  const drawn = [...document.querySelectorAll("svg path")].filter((path) => path.checkVisibility());
  const marks = [...drawn, ...document.querySelectorAll(".bar, .dot, .badge")];
  const ratios = marks.flatMap((mark) => {
    const style = getComputedStyle(mark);
    const colour = mark.tagName === "path" ? style.fill : style.backgroundColor;
    // What is only there to take the pointer is not drawn.
    return colour === "none" || style.fillOpacity === "0"
      ? []
      : [contrast(channels(colour), backgroundOf(mark.parentElement))];
  });
  return { measured: ratios.length, least: Math.min(...ratios) };
}

/** What assistive technology needs and does not find, a line each. */
function unnamed() {
  const faults = [];
  const fault = (what, element) => faults.push(`${what}: ${element.outerHTML.slice(0, 80)}`);
  for (const name of ["main", "header", "footer", "nav", "h1"]) {
    if (document.querySelectorAll(name).length !== 1) faults.push(`not one ${name}`);
  }
  if (document.documentElement.lang === "") faults.push("no language");
  if (document.title === "") faults.push("no title");
  for (const part of document.querySelectorAll("section, nav, [role=region], [role=img]")) {
    const label =
      part.getAttribute("aria-label") ??
      document.getElementById(part.getAttribute("aria-labelledby") ?? "")?.textContent;
    if ((label ?? "").trim() === "") fault("no name", part);
  }
  for (const table of document.querySelectorAll("table")) {
    if (table.querySelector("caption") === null || table.querySelector("th[scope=col]") === null) fault("table", table);
    if (table.closest("[tabindex='0']") === null) fault("can't be scrolled with the keyboard", table);
  }
  for (const link of document.querySelectorAll("a")) {
    if (link.textContent.trim() === "") fault("link without text", link);
    const target = link.getAttribute("href");
    if (target.startsWith("#") && document.querySelector(target) === null) fault("leads nowhere", link);
  }
  for (const svg of document.querySelectorAll("svg")) if (svg.closest("[role=img]") === null) fault("chart", svg);
  const levels = [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")].map((heading) => Number(heading.tagName[1]));
  levels.forEach((level, position) => {
    if (level > (levels[position - 1] ?? 0) + 1) faults.push(`heading ${level} after ${levels[position - 1]}`);
  });
  return faults;
}

/** All that Tab has to reach, in order, by a name of its own. */
function reachable() {
  const all = [...document.querySelectorAll("a[href], summary, [tabindex='0']")];
  all.forEach((element, position) => (element.dataset.position = String(position)));
  return all.filter((element) => element.checkVisibility()).map((element) => element.dataset.position);
}

/** Where the focus is, and whether it can be seen. */
function focused() {
  const element = document.activeElement;
  const { outlineStyle, outlineWidth } = getComputedStyle(element);
  const isSeen = outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 2;
  return { position: element.dataset.position, isSeen };
}

window.checks = { faintTexts, faintMarks, unnamed, reachable, focused };
