// Plays the replay: clock, controls, picking by list or map.
const STEP_S = 60, LONG_STEP_S = 600, CALM_MS = 1000, MOST_FRAME_MS = 250;

function startReplay(root) {
  const replay = readReplay(JSON.parse(document.getElementById("replay-data").textContent));
  const find = (selector) => root.querySelector(selector);
  const live = find(".live"), play = find(".play"), clock = find(".clock"), scrub = find(".scrub");
  const chosen = find("select.option"), beside = find(".beside input"), summary = find(".summary"), story = find(".story");
  const callList = find("#replay-calls"), vehicleList = find("#replay-vehicles");
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
  const state = { now: replay.shown, services: replay.services.map(() => true), call: -1, vehicle: -1, still: calm.matches };
  const view = { east: 0, north: 0, metres: 100 };
  const frames = [...root.querySelectorAll(".map")];
  const maps = frames.map((frame) => new ReplayMap(frame.querySelector("canvas"), replay, view));
  let playing = false, last = 0, asked = 0, places = replay.view;

  const first = replay.options[0], option = () => replay.options[chosen.selectedIndex];
  const isBeside = () => beside.checked && option() !== first;
  const shown = () => (isBeside() ? [first, option()] : [option()]);
  const told = () => (option() === first ? [first] : [first, option()]);

  function draw() {
    asked = 0;
    const options = shown();
    options.forEach((one, place) => {
      placeAll(replay, one, state.now);
      maps[options.length === 2 ? place : 1].draw(one, replay.options.indexOf(one), state);
    });
    clock.textContent = clockOf(replay, state.now, !playing || !state.still);
    scrub.value = String(state.now);
    scrub.setAttribute("aria-valuetext", clockOf(replay, state.now, false));
    find(".now").textContent = state.vehicle < 0 ? "" : options.map((one) => nowWords(replay, one, state.vehicle, state.now)).join(" ");
  }

  const ask = () => { if (!asked) asked = requestAnimationFrame(draw); };

  function frame(at) {
    if (!playing) return;
    requestAnimationFrame(frame);
    if (state.still && at - last < CALM_MS) return;
    const passed = Math.min(at - last, state.still ? 2 * CALM_MS : MOST_FRAME_MS) / 1000;
    last = at;
    go(state.now + passed * Number(find(".speed").value), true);
  }

  /** To an instant; `now` draws at once, else with the browser's next frame. */
  function go(to, now = false) {
    state.now = Math.min(Math.max(to, 0), replay.length);
    if (state.now >= replay.length && playing) setPlaying(false);
    if (now) draw(); else ask();
  }

  function setPlaying(on) {
    if (on && state.now >= replay.length) state.now = 0;
    playing = on;
    play.textContent = on ? "Pause" : "Play";
    last = performance.now();
    if (on) requestAnimationFrame(frame); else ask();
  }

  function fit([west, south, east, north]) {
    places = [west, south, east, north];
    const { wide, tall } = maps[1];
    view.east = (west + east) / 2;
    view.north = (south + north) / 2;
    view.metres = Math.max((east - west) / wide, (north - south) / tall);
    ask();
  }

  function zoom(how) {
    if (how === "view") fit(replay.view);
    else if (how === "whole") fit(replay.whole);
    else {
      view.metres = Math.min(Math.max(view.metres * (how === "in" ? 0.6 : 1 / 0.6), 3), 2000);
      ask();
    }
  }

  function layOut() {
    const options = shown();
    frames[0].hidden = options.length < 2;
    if (!frames[1].clientWidth) return;
    options.forEach((one, place) => {
      const number = options.length === 2 ? place : 1;
      frames[number].querySelector(".title").textContent = one.title;
      frames[number].querySelector("canvas").setAttribute("aria-label",
        `Map of vehicles and calls under “${one.title}”. The lists below have the same calls and vehicles in words.`);
    });
    maps.forEach((map, number) => { if (!frames[number].hidden) map.resize(); });
    fit(places);
  }

  function tell() {
    if (state.call >= 0) tellCall(replay, told(), state.call, summary, story);
    else if (state.vehicle >= 0) tellVehicle(replay, told(), state.vehicle, summary, story);
    else return;
    story.hidden = false;
    const from = state.call >= 0 ? replay.calls[state.call].rang : NaN;
    if (from >= 0 && from < replay.length) {
      const button = add(summary, "button", `Go to ${clockOf(replay, from, false)}, when it rings`);
      button.type = "button";
      button.addEventListener("click", goToPicked);
    }
  }

  /** To when the call that is picked rings, or the picked vehicle is next alerted, and into the middle of the map. */
  function goToPicked() {
    if (state.call >= 0) {
      const call = replay.calls[state.call];
      [view.east, view.north] = [call.east, call.north];
      go(call.rang);
    } else if (state.vehicle >= 0) {
      const { from, at, step } = option(), unit = state.vehicle;
      for (let place = from[unit]; place < from[unit + 1]; place += 1) {
        if (step[place] === ALERTED && at[place] > state.now) {
          go(at[place]);
          return;
        }
      }
    }
  }

  function pick(what) {
    state.call = what.call === undefined ? -1 : what.call;
    state.vehicle = what.vehicle === undefined ? -1 : what.vehicle;
    callList.value = state.call < 0 ? "" : String(state.call);
    vehicleList.value = state.vehicle < 0 ? "" : String(state.vehicle);
    tell();
    ask();
  }

  function listCalls() {
    callList.replaceChildren();
    const group = (label) => { const made = add(callList, "optgroup"); made.label = label; return made; };
    const line = (parent, number, more = "") => {
      const call = replay.calls[number], entry = add(parent, "option", `${clockOf(replay, call.rang, false)}, ${more}${call.told}`);
      entry.value = String(number);
    };
    if (option() !== first) {
      const moved = movedCalls(replay, first, option());
      replay.services.forEach((service, place) => {
        if (!replay.calls.some((call) => call.service === place)) return;
        const mine = moved.filter(({ number }) => replay.calls[number].service === place);
        const rows = group(`${capital(service)}: ${mine.length} first reached a minute or more sooner or later than in the baseline`);
        for (const { number, by } of mine) {
          const words = Number.isFinite(by) ? `${lengthOf(by)} ${by > 0 ? "later" : "sooner"}` : "reached or not";
          line(rows, number, `${words}: `);
        }
      });
    }
    const all = group("All calls, by time");
    replay.calls.forEach((call, number) => { if (option().rings[number]) line(all, number); });
    callList.value = state.call < 0 ? "" : String(state.call);
  }

  function listVehicles() {
    replay.services.forEach((service, number) => {
      const group = document.createElement("optgroup");
      group.label = capital(service);
      replay.vehicles.forEach((vehicle, unit) => {
        if (vehicle.service !== number) return;
        add(group, "option", vehicle.name).value = String(unit);
      });
      find(`.key [data-service="${service}"]`).hidden = !group.children.length;
      if (group.children.length) {
        vehicleList.append(group);
        const label = add(find(".services"), "label"), box = add(label, "input");
        box.type = "checkbox";
        box.checked = true;
        label.append(` ${service}`);
        box.addEventListener("change", () => { state.services[number] = box.checked; ask(); });
      }
    });
  }

  function onKey(event) {
    const on = event.target, inMap = on.tagName === "CANVAS", inStory = on === story || on === scrub;
    if (event.key === " " && (inMap || inStory)) setPlaying(!playing);
    else if (event.key === "Enter" && (on === callList || on === vehicleList)) goToPicked();
    else if (inMap && event.key === "ArrowRight") go(state.now + (event.shiftKey ? LONG_STEP_S : STEP_S));
    else if (inMap && event.key === "ArrowLeft") go(state.now - (event.shiftKey ? LONG_STEP_S : STEP_S));
    else if (inMap && (event.key === "+" || event.key === "=")) zoom("in");
    else if (inMap && event.key === "-") zoom("out");
    else return;
    event.preventDefault();
  }

  function onMap(map) {
    let from = null, moved = false;
    map.canvas.addEventListener("pointerdown", (event) => { from = [event.offsetX, event.offsetY]; moved = false; });
    map.canvas.addEventListener("pointermove", (event) => {
      if (!from || !(event.buttons & 1) || event.pointerType === "touch") return;
      const [x, y] = [event.offsetX - from[0], event.offsetY - from[1]];
      if (!moved && Math.hypot(x, y) < 4) return;
      moved = true;
      view.east -= x * view.metres;
      view.north += y * view.metres;
      from = [event.offsetX, event.offsetY];
      ask();
    });
    map.canvas.addEventListener("pointerup", (event) => {
      from = null;
      const near = moved ? {} : map.at(event.offsetX, event.offsetY);
      if (near.call !== undefined || near.vehicle !== undefined) pick(near);
    });
  }

  scrub.max = String(replay.length);
  replay.options.forEach((one, place) => { add(chosen, "option", place ? one.title : `${one.title} (the baseline)`); });
  chosen.selectedIndex = replay.options.length - 1;
  find(".beside").hidden = replay.options.length < 2;
  beside.checked = replay.options.length > 1 && root.clientWidth >= 700;
  find(".calm").hidden = !state.still;
  calm.addEventListener("change", () => { state.still = calm.matches; find(".calm").hidden = !state.still; });
  listCalls();
  listVehicles();
  play.addEventListener("click", () => setPlaying(!playing));
  scrub.addEventListener("input", () => go(Number(scrub.value)));
  beside.addEventListener("change", layOut);
  chosen.addEventListener("change", () => { listCalls(); tell(); layOut(); });
  callList.addEventListener("change", () => pick({ call: Number(callList.value) }));
  vehicleList.addEventListener("change", () => pick({ vehicle: Number(vehicleList.value) }));
  for (const button of root.querySelectorAll("[data-zoom]")) button.addEventListener("click", () => zoom(button.dataset.zoom));
  live.addEventListener("keydown", onKey);
  maps.forEach(onMap);
  live.hidden = false;
  root.classList.add("moving");
  layOut();
  let width = root.clientWidth;
  window.addEventListener("resize", () => { if (frames[1].clientWidth && root.clientWidth !== width) { width = root.clientWidth; layOut(); } });
}

startReplay(document.getElementById("replay"));
