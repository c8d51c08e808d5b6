"use strict";
/* Shows a trace step by step. No library, and nothing is fetched.

   Words: an *event* is one thing that the trace recorded, named by its place in `data.events`. A
   *node* is a line in the tree of calls: a chapter, or a step that is shown. A *moment* is a stop
   of the walk: a node, with the events from one place in the trace to the next. A step that goes
   on after the calls inside it has further moments: "back in step 12".

   What a trace holds is foreign text: it only ever becomes a text node, never markup. */
(() => {
  const data = JSON.parse(document.getElementById("trace").textContent);
  const $ = (id) => document.getElementById(id);
  const el = (tag, properties = {}, ...children) => {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(properties)) {
      if (name === "class") made.className = value;
      else if (name in made) made[name] = value;
      else made.setAttribute(name, value);
    }
    made.append(...children.filter((child) => child !== null && child !== ""));
    return made;
  };
  const clamp = (value, low, high) => Math.max(low, Math.min(high, value));

  // What is remembered between visits. A browser may refuse: then nothing is.
  const recall = (name) => { try { return localStorage.getItem(`trace-${name}`); } catch { return null; } };
  const remember = (name, value) => { try { localStorage.setItem(`trace-${name}`, value); } catch { /* so be it */ } };

  const state = { lang: data.lang, level: "main", at: 0, moments: [], nodes: [], timer: 0 };
  const say = (name, ...values) =>
    values.reduce((text, value) => text.replace("{}", () => value), data.words[state.lang][name]);
  const lessonOf = (step) => data.lessons[step.lesson];
  const textsOf = (lesson) => lesson.texts[state.lang] || lesson.texts.en;

  // ---- From the trace to nodes and moments ----

  // Whether anything happens in a step or inside it: then it is worth telling again.
  const busy = new Uint8Array(data.steps.length);
  for (const [kind, index] of data.events) {
    if (kind === "chapter" || kind === "open") continue;
    if (kind === "close" && !data.steps[index].error) continue;
    for (let up = index; up >= 0 && !busy[up]; up = data.steps[up].parent) busy[up] = 1;
  }

  function arrange(level) {
    const nodes = [], moments = [], nodeOf = new Array(data.steps.length), told = new Set();
    let chapter = null, inEngine = false, current = null;
    const begin = (node, event, back) => {
      current = { node, from: event, to: event, back, here: [] };
      node.moments.push(moments.length);
      moments.push(current);
    };
    const add = (node, parent) => {
      node.parent = parent;
      node.depth = parent ? parent.depth + 1 : 0;
      node.place = nodes.length;
      node.moments = [];
      node.children = [];
      if (parent) parent.children.push(node);
      nodes.push(node);
      return node;
    };
    const shown = (index) => {
      const step = data.steps[index];
      if (level === "all") return true;
      if (inEngine || !lessonOf(step).main) return false;
      return busy[index] || !told.has(step.lesson);
    };
    data.events.forEach((event, number) => {
      const [kind, index] = event;
      if (kind === "chapter") {
        chapter = add({ chapter: data.chapters[index] }, null);
        inEngine = data.chapters[index].kind.startsWith("engine");
        begin(chapter, number, false);
      } else if (kind === "open") {
        const step = data.steps[index];
        const around = step.parent >= 0 ? nodeOf[step.parent] : chapter;
        if (shown(index)) {
          nodeOf[index] = add({ step }, around || null);
          told.add(step.lesson);
          begin(nodeOf[index], number, false);
        } else nodeOf[index] = around;
      } else {
        const node = index >= 0 ? nodeOf[index] : chapter;
        const own = node && node.step === data.steps[index];
        if (node && (kind !== "close" || (own && node.step.error))) {
          if (!current || current.node !== node) begin(node, number, true);
          current.here.push(event);
        }
      }
      if (current) current.to = number + 1;
    });
    return { nodes, moments };
  }

  // ---- The tree of calls ----

  const SIGN_WORDS = { "+": "MADE", "~": "CHANGED", "-": "REMOVED" };
  const nameOf = (node) => node.step ? lessonOf(node.step).name : node.chapter.headings[state.lang];

  function drawTree() {
    const rows = state.nodes.map((node) => {
      const siblings = node.parent ? node.parent.children : state.nodes.filter((one) => !one.parent);
      const row = el("div", {
        class: "call", id: `call-${node.place}`, role: "treeitem", tabindex: "-1",
        "aria-level": node.depth + 1, "aria-setsize": siblings.length,
        "aria-posinset": siblings.indexOf(node) + 1, "aria-selected": "false",
      });
      if (node.children.length) row.setAttribute("aria-expanded", "true");
      // Deep calls are indented less, else their names would have no room.
      row.style.setProperty("--indent", 0.55 * Math.min(node.depth, 8) + 0.15 * clamp(node.depth - 8, 0, 16));
      row.append(el("span", { class: "twist", "aria-hidden": "true" }));
      if (node.step) {
        row.append(el("span", { class: "number" }, String(node.step.number)));
        row.dataset.side = row.title = node.step.side;
        row.append(el("span", { class: "side" }, el("span", { class: "spoken" }, node.step.side)));
      } else row.classList.add("chapter");
      row.append(el("span", { class: "name" }, nameOf(node)));
      if (node.step && node.step.error) row.append(el("span", { class: "bad" }, "✗"));
      node.row = row;
      node.open = true;
      return row;
    });
    $("tree").replaceChildren(...rows);
  }

  function unfold(node, open) {
    if (!node.children.length || node.open === open) return;
    node.open = open;
    node.row.setAttribute("aria-expanded", String(open));
    const within = (one, visible) => {
      one.row.hidden = !visible;
      one.children.forEach((child) => within(child, visible && one.open));
    };
    node.children.forEach((child) => within(child, open && !node.row.hidden));
  }

  // Only what differs between two moments is touched: that keeps a thousand steps smooth.
  function markTree(before, now) {
    const [low, high] = before < now ? [before, now] : [now, before];
    for (let place = low; place <= high; place++) {
      const moment = state.moments[place];
      if (moment && !moment.back) moment.node.row.classList.toggle("past", place < now);
    }
    const old = state.moments[before], node = state.moments[now].node;
    if (old) {
      old.node.row.classList.remove("now");
      old.node.row.setAttribute("aria-selected", "false");
      old.node.row.tabIndex = -1;
      for (let up = old.node.parent; up; up = up.parent) up.row.classList.remove("around");
    }
    for (let up = node.parent; up; up = up.parent) {
      up.row.classList.add("around");
      unfold(up, true);
    }
    node.row.classList.add("now");
    node.row.setAttribute("aria-selected", "true");
    node.row.tabIndex = 0;
    if (document.activeElement.matches("[role=treeitem]")) node.row.focus({ preventScroll: true });
  }

  // As scrollIntoView, but for this box alone, and with some lines to spare on either side.
  function show(row, box) {
    const spare = Math.min(box.clientHeight / 4, 120);
    const top = row.offsetTop, bottom = top + row.offsetHeight;
    if (top < box.scrollTop + spare) box.scrollTop = Math.max(0, top - spare);
    else if (bottom > box.scrollTop + box.clientHeight - spare) box.scrollTop = bottom - box.clientHeight + spare;
  }

  // ---- The card of the current step ----

  const LONG = 160; // characters of a value that are shown at once
  const MANY = 80; // changes of one moment that are told one by one

  function drawCard() {
    const moment = state.moments[state.at];
    const card = $("card");
    card.replaceChildren(...describe(moment.node, moment));
  }

  function describe(node, moment) {
    const happened = whatHappened(moment.here);
    if (!node.step) {
      const last = node === state.nodes[state.nodes.length - 1];
      const end = last && data.status !== null ? el("p", {}, say("STATUS", data.status)) : null;
      const early = last && data.stoppedEarly ? el("p", { class: "bad" }, say("STOPPED_EARLY", data.stoppedEarly)) : null;
      return [el("h3", {}, nameOf(node)), ...happened, end, early].filter(Boolean);
    }
    const { step } = node, lesson = lessonOf(step), texts = textsOf(lesson);
    const parts = [path(node)];
    if (moment.back) parts.push(el("p", { class: "back" }, "↩ " + say("BACK_IN", step.number)));
    if (step.afterError) parts.push(el("p", { class: "bad" }, say("AFTER_ERROR", step.afterError)));
    parts.push(el("h3", {}, ...prose(texts.title)), el("p", { class: "why" }, ...prose(texts.why)));
    if (texts.later) parts.push(el("p", { class: "since" }, el("b", {}, say("SINCE")), " ", ...linked(texts.later)));
    parts.push(sources(lesson), call(step, moment));
    return [...parts, ...happened];
  }

  // In a lesson, what stands between backquotes is code.
  const prose = (text) => text.split("`").map((part, place) => (place % 2 ? el("code", {}, part) : part));

  // A trace may come from anywhere: nothing but an address at GitHub becomes a link.
  const link = (url, ...text) => el("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, ...text);
  const linked = (text) => text.split(/(https:\/\/github\.com\/[\w./#-]+)/).flatMap((part, place) => (place % 2 ? [link(part, part)] : prose(part)));

  function path(node) {
    const line = el("p", { class: "path" });
    const around = [];
    for (let up = node.parent; up && up.step; up = up.parent) around.unshift(lessonOf(up.step).name);
    line.append(around.length ? around.slice(-3).join(" › ") + " › " : "");
    line.append(el("b", {}, `${node.step.number} ${nameOf(node)}`));
    if (node.step.side) line.append(el("span", { class: "side", "data-side": node.step.side }, node.step.side));
    return line;
  }

  function sources(lesson) {
    const line = el("p", { class: "sources" }, el("code", {}, `${lesson.path}:${lesson.line}`));
    const go = lesson.go;
    if (go && String(go.url).startsWith("https://github.com/")) {
      const twin = link(go.url, `${go.symbol} ↗`);
      twin.setAttribute("aria-label", say("GO_LINK", go.symbol));
      line.append(" = ", twin);
    }
    return line;
  }

  function call(step, moment) {
    const list = el("dl", { class: "values" });
    const add = (name, kind, ...value) => list.append(el("dt", { class: kind }, name), el("dd", { class: kind }, ...value));
    const outcome = (sign) => el("span", {}, el("span", { "aria-hidden": "true" }, sign), el("span", { class: "spoken" }, say("RESULT")));
    for (const [name, value] of step.arguments) add(name, "", shortened(value));
    const over = step.closed !== null && step.closed < moment.to;
    const later = over ? "" : el("span", { class: "later" }, say("LATER"));
    if (step.error) add(outcome("✗"), "bad", say("RAISED", step.error), later);
    else if (!step.ended) add(outcome("?"), "bad", say("NOT_OVER"));
    else add(outcome("→"), "result", step.result === null || step.result === "None" ? say("DONE") : shortened(step.result), later);
    if (step.ended) list.lastChild.append(el("span", { class: "time" }, duration(step.seconds)));
    return list;
  }

  // What is long opens on request: the line stays short enough to be read aloud.
  const shortened = (value) =>
    value.length <= LONG ? value : el("details", { class: "long" }, el("summary", {}, el("span", {}, `${value.slice(0, LONG)}…`)), value);

  const duration = (seconds) =>
    seconds < 0.0995 ? `${(seconds * 1000).toFixed(1)} ms` : seconds < 1 ? `${(seconds * 1000).toFixed(0)} ms` : `${seconds.toFixed(2)} s`;

  function whatHappened(events) {
    const parts = [];
    const changes = events.filter(([kind]) => kind === "effect");
    if (changes.length) {
      parts.push(el("h4", {}, say("CHANGES")), el("ul", { class: "changes" }, ...changes.slice(0, MANY).map(change)));
      if (changes.length > MANY) parts.push(el("p", {}, say("MORE", changes.length - MANY)));
    }
    const wire = events.filter(([kind]) => kind === "exchange").map((event) => data.exchanges[event[2]]);
    if (wire.length) parts.push(el("h4", {}, say("HTTP")), ...wire.map(exchange));
    const written = events.filter(([kind]) => kind === "output");
    if (written.length) {
      const screen = el("pre", { class: "screen" });
      written.forEach(([, , stream, text]) => screen.append(el("span", { class: stream }, text)));
      parts.push(el("h4", {}, say("OUTPUT")), screen);
    }
    return parts;
  }

  function change([, , sign, kind, target, detail]) {
    const classes = { "-": "removed", "$": "command", "~": "command", "↩": "undone" };
    const touched = ["chmod", "chown", "write", "truncate", "setxattr"].includes(kind);
    return el("li", { class: touched ? "changed" : classes[sign] || "made" },
      el("span", { class: "sign", "aria-hidden": "true" }, touched ? "~" : sign), el("b", {}, kind), " ",
      el("code", {}, target), detail ? el("span", { class: "detail" }, ` ${detail}`) : "");
  }

  function exchange({ sent, first, headers, lines }) {
    const box = el("div", { class: sent ? "wire sent" : "wire received" });
    box.append(el("p", { class: "first" }, el("b", {}, (sent ? "→ " : "← ") + say(sent ? "REQUEST" : "ANSWER")), " ", el("code", {}, first)));
    if (headers.length) {
      const table = el("dl", { class: "values" });
      headers.forEach(([name, value]) => table.append(el("dt", {}, name), el("dd", {}, value)));
      box.append(el("details", {}, el("summary", {}, say("HEADERS", headers.length)), table));
    }
    if (lines) box.append(el("pre", {}, lines[state.lang].join("\n")));
    return box;
  }

  // ---- Files ----

  function drawFiles() {
    const rows = data.files.map((file) => {
      const sign = el("span", { class: "sign" }), info = file.info ? el("span", { class: "info" }, file.info) : "";
      const row = el("div", { class: "file", role: "listitem", hidden: true, title: file.path }, sign, el("span", { class: "name" }, file.name), info);
      row.style.setProperty("--depth", Math.min(file.depth, 12));
      file.row = row;
      file.sign = sign;
      file.look = "";
      return row;
    });
    $("files").replaceChildren(...rows);
  }

  // A file is new, changed or removed at a moment, else plain; "" is: not there.
  function lookOf(file, { from, to }) {
    if (file.born >= to || (file.gone !== null && file.gone < from)) return "";
    if (file.gone !== null && file.gone < to) return "removed";
    if (file.born >= from && !file.old) return "made";
    return file.changes.some((event) => event >= from && event < to) ? "changed" : "plain";
  }

  function markFiles(moment) {
    const counts = { made: 0, changed: 0, removed: 0 };
    let first = null, any = false;
    for (const file of data.files) {
      const look = lookOf(file, moment);
      if (look in counts) {
        counts[look] += 1;
        first = first || file;
      }
      any = any || look !== "";
      if (look === file.look) continue;
      file.look = look;
      file.row.hidden = look === "";
      file.row.className = `file ${look}`;
      file.sign.textContent = { made: "+", changed: "~", removed: "−" }[look] || "";
      if (look in counts) file.sign.setAttribute("aria-label", say(look.toUpperCase()));
      else file.sign.removeAttribute("aria-label");
    }
    const some = counts.made + counts.changed + counts.removed;
    $("counts").textContent = some ? `+${counts.made} ~${counts.changed} −${counts.removed}` : "";
    $("no-files").hidden = any;
    return { ...counts, first };
  }

  // ---- The overlay stack ----

  let picture = -1; // which one is drawn

  function drawStack(moment) {
    let low = 0, high = data.stacks.length; // the last picture that was taken before the moment's end
    while (low < high) {
      const middle = (low + high) >> 1;
      if (data.stacks[middle][0] < moment.to) low = middle + 1;
      else high = middle;
    }
    const fresh = low > 0 && data.stacks[low - 1][0] >= moment.from;
    $("plates").classList.toggle("fresh", fresh);
    if (picture === low - 1) return;
    picture = low - 1;
    const plates = low ? data.stacks[low - 1][1] : [];
    const before = new Map((low > 1 ? data.stacks[low - 2][1] : []).map((plate) => [plate.role + plate.name, plate]));
    let apart = false;
    const drawn = [];
    for (const plate of plates) {
      if (plate.apart && !apart) drawn.push(el("p", { class: "apart-line" }, say("APART")));
      apart = apart || plate.apart;
      const old = before.get(plate.role + plate.name);
      drawn.push(plateOf(plate, !old || JSON.stringify([old.files, old.short]) !== JSON.stringify([plate.files, plate.short])));
    }
    $("plates").replaceChildren(...(drawn.length ? drawn : [el("p", { class: "nothing" }, say("NO_STACK"))]));
  }

  function plateOf(plate, altered) {
    const known = plate.name ? plate.name.replace("overlay2/", "") : `l/${plate.short}`;
    const count = plate.count ? say(plate.count === 1 ? "ENTRY" : "ENTRIES", plate.count) : "";
    const files = (plate.files || []).map((name) => el("code", {}, name));
    const why = plate.name ? data.words[state.lang][`${plate.role.toUpperCase()}_IS`] : say("BEFORE");
    return el("div", { class: `plate ${plate.role}${plate.apart ? " apart" : ""}${altered ? " altered" : ""}` },
      el("p", { class: "role" }, el("b", {}, say(plate.role.toUpperCase())), el("code", {}, known), el("span", { class: "count" }, count)),
      el("p", { class: "note" }, ...(files.length ? files : [why || (plate.short ? el("code", {}, `l/${plate.short}`) : "")])));
  }

  // ---- Moving ----

  function go(place) {
    const now = clamp(place, 0, state.moments.length - 1), before = state.at;
    state.at = now;
    draw(before);
  }

  function draw(before) {
    const moment = state.moments[state.at];
    markTree(before, state.at);
    drawCard();
    const counts = markFiles(moment);
    drawStack(moment);
    const where = say("PLACE", state.at + 1, state.moments.length);
    $("timeline").value = state.at;
    $("timeline").setAttribute("aria-valuetext", where);
    $("place").textContent = `${state.at + 1} / ${state.moments.length}`;
    $("first").disabled = $("previous").disabled = state.at === 0;
    $("next").disabled = $("last").disabled = state.at === state.moments.length - 1;
    speak(moment, where, counts);
    note(moment);
    scroll(moment, counts.first);
  }

  // Asking where something is makes the browser lay out the page: so this comes once, and last.
  function scroll(moment, file) {
    $("card").scrollTop = 0;
    show(moment.node.row, $("tree"));
    if (file) show(file.row, $("files").parentElement);
  }

  function speak(moment, where, counts) {
    const { step } = moment.node, parts = [where, nameOf(moment.node)];
    if (step) parts.push(moment.back ? say("BACK_IN", step.number) : textsOf(lessonOf(step)).title);
    if (step && step.error) parts.push(say("RAISED", step.error));
    if (counts.made + counts.changed + counts.removed) parts.push(say("COUNTS", counts.made, counts.changed, counts.removed));
    $("spoken").textContent = parts.join(". ");
  }

  // The address names the step, so that a lesson can begin in the middle. Not at once: browsers
  // take fast changes of the address for an attack, and say so.
  let noting = 0;
  function note(moment) {
    clearTimeout(noting);
    noting = setTimeout(() => {
      const { step } = moment.node;
      try { history.replaceState(null, "", step ? `#step-${step.number}` : "#"); } catch { /* so be it */ }
    }, 600);
  }

  function fromAddress() {
    const found = /^#step-(\d+)$/.exec(location.hash);
    if (!found) return -1;
    const index = data.steps.findIndex((step) => step.number === Number(found[1]));
    const event = data.events.findIndex(([kind, place]) => kind === "open" && place === index);
    return index < 0 ? -1 : event;
  }

  const momentAt = (event) => Math.max(0, state.moments.findLastIndex((moment) => moment.from <= event));

  // The next moment that is not inside the current step, and the step that called it.
  function over() {
    const { node } = state.moments[state.at];
    const inside = (one) => { for (; one; one = one.parent) if (one === node) return true; return false; };
    let place = state.at + 1;
    while (place < state.moments.length - 1 && inside(state.moments[place].node)) place++;
    go(place);
  }
  const out = () => { const { parent } = state.moments[state.at].node; if (parent) go(parent.moments[0]); };

  const PAUSE = 2500; // milliseconds for a step, at usual speed

  function play(on) {
    clearTimeout(state.timer);
    state.timer = 0;
    if (on) {
      if (state.at === state.moments.length - 1) go(0);
      const tick = () => {
        go(state.at + 1);
        if (state.at === state.moments.length - 1) play(false);
        else state.timer = setTimeout(tick, PAUSE / Number($("speed").value));
      };
      state.timer = setTimeout(tick, PAUSE / Number($("speed").value));
    }
    namePlay();
  }
  function namePlay() {
    $("play-name").textContent = say(state.timer ? "PAUSE" : "PLAY");
    $("play-icon").setAttribute("d", state.timer ? "M3 2h3.5v12H3zM9.5 2H13v12H9.5z" : "M4 2v12l9-6z");
  }

  // ---- Looks ----

  function setLevel(level) {
    const event = state.moments.length ? state.moments[state.at].from : fromAddress();
    state.level = level;
    Object.assign(state, arrange(level));
    $("timeline").max = state.moments.length - 1;
    $("level").value = level;
    drawTree();
    state.at = momentAt(event);
    draw(0);
  }

  function setLanguage(lang) {
    state.lang = lang;
    document.documentElement.lang = lang === "zh" ? "zh-CN" : lang;
    document.querySelectorAll("[data-word]").forEach((one) => { one.textContent = say(one.dataset.word); });
    document.querySelectorAll("[data-name]").forEach((one) => name(one, say(one.dataset.name)));
    $("language").textContent = say("OTHER_LANGUAGE");
    $("language").lang = lang === "zh" ? "en" : "zh-CN";
    name($("smaller"), say("SMALLER"));
    name($("larger"), say("LARGER"));
    name($("keys"), say("KEYS"));
    $("level").replaceChildren(new Option(say("MAIN"), "main"), new Option(say("ALL"), "all"));
    $("level").value = state.level;
    drawHelp();
    namePlay();
    nameTheme();
    picture = -2; // draw it anew
    for (const file of data.files) file.look = null;
    for (const node of state.nodes) if (node.row && node.chapter) node.row.querySelector(".name").textContent = nameOf(node);
    if (state.moments.length) draw(state.at);
  }
  function name(one, text) {
    one.title = text;
    one.setAttribute("aria-label", text);
  }

  const dark = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (document.documentElement.dataset.theme || (dark.matches ? "dark" : "light")) === "dark";
  const nameTheme = () => { $("theme").textContent = say(isDark() ? "LIGHT" : "DARK"); };
  function setTheme(theme) {
    document.documentElement.dataset.theme = theme;
    remember("theme", theme);
    nameTheme();
  }
  function setSize(size) {
    const scale = clamp(Math.round(size * 100) / 100, 0.7, 3);
    document.documentElement.style.setProperty("--scale", scale);
    remember("size", scale);
    state.size = scale;
    stay();
  }
  // When lines become longer or shorter, the current one stays in sight.
  const stay = () => { if (state.moments.length) show(state.moments[state.at].node.row, $("tree")); };
  addEventListener("resize", stay);

  // ---- Keys ----

  // A presenter's remote control sends PageDown and PageUp.
  const KEYS = [
    [["ArrowRight", "PageDown", "n"], "→ n", "KEY_NEXT", () => go(state.at + 1)],
    [["ArrowLeft", "PageUp", "p"], "← p", "KEY_PREVIOUS", () => go(state.at - 1)],
    [["o"], "o", "KEY_OVER", over],
    [["u"], "u", "KEY_OUT", out],
    [["Home"], "Home", null, () => go(0)],
    [["End"], "End", "KEY_ENDS", () => go(state.moments.length - 1)],
    [[" "], "Space", "KEY_PLAY", () => play(!state.timer)],
    [["+", "="], "+", null, () => setSize(state.size * 1.1)],
    [["-", "_"], "−", null, () => setSize(state.size / 1.1)],
    [["0"], "0", "KEY_SIZE", () => setSize(1)],
    [["l"], "l", "KEY_LANGUAGE", () => setLanguage(state.lang === "zh" ? "en" : "zh")],
    [["t"], "t", "KEY_THEME", () => setTheme(isDark() ? "light" : "dark")],
    [["a"], "a", "KEY_LEVEL", () => setLevel(state.level === "all" ? "main" : "all")],
    [["?"], "?", "KEY_HELP", () => $("help").showModal()],
  ];
  function drawHelp() {
    const rows = [];
    let keys = [];
    for (const [, shown, word] of [...KEYS, [[], "↑ ↓ ← →", "KEY_TREE"]]) {
      keys.push(...shown.split(shown.includes("↑") ? "|" : " "));
      if (!word) continue;
      rows.push(el("dt", {}, ...keys.map((key) => el("kbd", {}, key))), el("dd", {}, say(word)));
      keys = [];
    }
    $("help-keys").replaceChildren(...rows);
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || $("help").open) return;
    const { target } = event, typing = target.matches("select, input");
    if (typing && !["n", "p", "o", "u", "l", "t", "a", "?", " "].includes(event.key)) return;
    if (event.key === " " && target.matches("button, summary, a, select")) return; // it presses what has the focus
    if (target.matches("[role=treeitem]") && treeKey(event)) return;
    const found = KEYS.find(([keys]) => keys.includes(event.key.length === 1 ? event.key.toLowerCase() : event.key));
    if (!found) return;
    event.preventDefault();
    found[3]();
  });

  // In the tree the arrows do what they do in any tree; → goes on where there is nothing to open.
  function treeKey(event) {
    const { node } = state.moments[state.at];
    const visible = (from, by) => {
      let place = from + by;
      while (state.nodes[place] && state.nodes[place].row.hidden) place += by;
      return state.nodes[place] || null;
    };
    let to = null;
    if (event.key === "ArrowDown") to = visible(node.place, 1);
    else if (event.key === "ArrowUp") to = visible(node.place, -1);
    else if (event.key === "ArrowRight" && node.children.length && !node.open) unfold(node, true);
    else if (event.key === "ArrowLeft" && node.children.length && node.open) unfold(node, false);
    else if (event.key === "ArrowLeft") to = node.parent;
    else return false;
    event.preventDefault();
    if (to) go(to.moments[0]);
    return true;
  }

  $("tree").addEventListener("mousedown", (event) => event.preventDefault()); // ← and → go on stepping
  $("tree").addEventListener("click", (event) => {
    const row = event.target.closest(".call");
    if (!row) return;
    const node = state.nodes[Number(row.id.slice(5))];
    if (event.target.closest(".twist") && node.children.length) unfold(node, !node.open);
    else go(node.moments[0]);
  });
  const press = { first: "Home", previous: "ArrowLeft", next: "ArrowRight", last: "End", play: " ", smaller: "-", larger: "+", language: "l", theme: "t", keys: "?" };
  for (const [id, key] of Object.entries(press)) {
    const action = KEYS.find(([keys]) => keys.includes(key))[3];
    $(id).addEventListener("click", () => action());
  }
  $("close").addEventListener("click", () => $("help").close());
  $("timeline").addEventListener("input", (event) => go(Number(event.target.value)));
  $("level").addEventListener("change", (event) => setLevel(event.target.value));
  dark.addEventListener("change", nameTheme);
  addEventListener("hashchange", () => { const event = fromAddress(); if (event >= 0) go(momentAt(event)); });

  // ---- On paper: the whole story, each lesson once ----

  addEventListener("beforeprint", () => {
    const told = new Set(), parts = [el("h1", {}, data.command)];
    state.moments.forEach((moment) => {
      const { node } = moment;
      const known = node.step && (told.has(node.step.lesson) || moment.back);
      if (node.step) told.add(node.step.lesson);
      let blocks = describe(node, moment);
      if (known) blocks = blocks.filter((block) => !block.matches("h3, .why, .since, .sources"));
      parts.push(el("section", { class: node.step ? "" : "chapter" }, ...blocks));
    });
    $("handout").replaceChildren(...parts);
  });
  addEventListener("afterprint", () => $("handout").replaceChildren());

  // ---- Begin ----

  $("command").textContent = data.command;
  $("command").title = `${data.program}, Docker ${data.docker}`;
  $("app").hidden = false;
  setSize(Number(recall("size")) || 1);
  if (recall("theme")) setTheme(recall("theme"));
  drawFiles();
  setLanguage(data.lang);
  setLevel("main");
})();
