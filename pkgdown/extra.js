// What pages of the site do: a list of headings, buttons that copy code, and search. Nothing
// is loaded from elsewhere, so that the site works from a disk, too.
"use strict";

// On this page
for (const toc of document.querySelectorAll("#toc")) {
  const list = toc.appendChild(document.createElement("ul"));
  let inner = null;
  for (const heading of document.querySelectorAll("main h2, main h3")) {
    const id = heading.id || heading.closest("[id]").id;
    if (!id || id === "main" || heading.closest("[data-toc-skip]")) continue;
    const item = document.createElement("li");
    const link = item.appendChild(document.createElement("a"));
    link.href = "#" + id;
    link.textContent = heading.textContent.trim();
    if (heading.tagName === "H3" && list.lastElementChild) {
      inner = inner || list.lastElementChild.appendChild(document.createElement("ul"));
      inner.appendChild(item);
    } else {
      list.appendChild(item);
      inner = null;
    }
  }
  if (!list.childElementCount) toc.remove();
}

// Copies code without what it prints.
for (const code of document.querySelectorAll("main div.sourceCode")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy-code";
  button.textContent = "Copy";
  button.addEventListener("click", async () => {
    const text = code.querySelector("pre").textContent.replace(/^#>.*\n?/gm, "");
    try {
      await navigator.clipboard.writeText(text);
      button.textContent = "Copied";
    } catch (error) {
      button.textContent = "Press Ctrl+C";
    }
    setTimeout(() => { button.textContent = "Copy"; }, 2000);
  });
  code.classList.add("with-copy");
  code.append(button);
}

// Search: search.js, which is fetched when it is first wanted, sets `siteIndex`.
const form = document.querySelector(".site-search");
const input = form.querySelector("input");
const results = form.querySelector("#search-results");
const root = form.dataset.root;

function withIndex(then) {
  if (window.siteIndex) return then();
  const script = document.createElement("script");
  script.src = root + "search.js";
  script.onload = then;
  document.head.append(script);
}

// How well a page has all words: in its name, its title, or its text.
function score(entry, words) {
  let sum = 0;
  for (const word of words) {
    if (entry.code.includes(word)) sum += entry.code.startsWith(word) ? 40 : 20;
    else if (entry.head.includes(word)) sum += 10;
    else if (entry.text.includes(word)) sum += 1;
    else return 0;
  }
  return sum;
}

function search() {
  const words = input.value.toLowerCase().split(/[\s()]+/).filter(word => word.length > 1);
  results.hidden = !words.length;
  if (!words.length) return;
  const pages = new Set();
  const hits = siteIndex.map(entry => [score(entry, words), entry]).filter(hit => hit[0] > 0)
    .sort((a, b) => b[0] - a[0])
    .filter(([, entry]) => !pages.has(entry.page) && pages.add(entry.page)).slice(0, 20);
  results.querySelector("p").textContent = hits.length
    ? (hits.length === 20 ? "The best 20 pages" : `${hits.length} page${hits.length > 1 ? "s" : ""}`)
    : "Nothing was found. Try fewer or shorter words.";
  results.querySelector("ol").replaceChildren(...hits.map(([, entry]) => {
    const item = document.createElement("li");
    const link = item.appendChild(document.createElement("a"));
    link.href = root + entry.path;
    link.textContent = entry.title;
    const small = link.appendChild(document.createElement("small"));
    small.textContent = entry.where;
    return item;
  }));
}

let waiting;
input.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(() => withIndex(search), 80);
});
form.addEventListener("submit", event => {
  event.preventDefault();
  const first = results.querySelector("a");
  if (first && !results.hidden) location.href = first.href;
});
form.addEventListener("keydown", event => {
  const links = [input, ...results.querySelectorAll("a")];
  const at = links.indexOf(document.activeElement);
  if (event.key === "Escape") {
    results.hidden = true;
    input.focus();
  } else if (event.key === "ArrowDown" && at + 1 < links.length) {
    event.preventDefault();
    links[at + 1].focus();
  } else if (event.key === "ArrowUp" && at > 0) {
    event.preventDefault();
    links[at - 1].focus();
  }
});
document.addEventListener("keydown", event => {
  const typing = /INPUT|TEXTAREA|SELECT/.test(document.activeElement.tagName);
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    input.focus();
  }
});
document.addEventListener("click", event => {
  if (!form.contains(event.target)) results.hidden = true;
});
