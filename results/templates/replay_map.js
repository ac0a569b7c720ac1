// Draws the replay: land, roads and stations beneath, vehicles and calls above.
const SEA = "#dfeaf2", BEYOND = "#eeebe4", LAND = "#ffffff", ROAD = "#a8a8a8", INK = "#1b1b1b", CALL = "#c2410c", PALE = "rgba(255,255,255,.82)";
const LOOKS = [
  { colour: "#801650", letter: "F", shape: "square" },
  { colour: "#1b7a71", letter: "A", shape: "circle" },
  { colour: "#12436d", letter: "P", shape: "diamond" },
];
const BIG = 8, SMALL = 3.5, CLOSING_S = 180, MOST_LABELS = 40;

/** A map of one option on a canvas. All maps share a view: the middle, and metres a pixel. */
class ReplayMap {
  constructor(canvas, replay, view) {
    this.canvas = canvas;
    this.replay = replay;
    this.view = view;
    this.beneath = document.createElement("canvas");
    this.above = document.createElement("canvas"); // names, scale and north: no vehicle hides them
    this.drawnFor = "";
    this.taken = [];
  }

  resize() {
    const ratio = Math.min(window.devicePixelRatio || 1, 2);
    this.wide = this.canvas.clientWidth;
    this.tall = this.canvas.clientHeight;
    for (const one of [this.canvas, this.beneath, this.above]) {
      one.width = Math.round(this.wide * ratio);
      one.height = Math.round(this.tall * ratio);
      one.getContext("2d").setTransform(ratio, 0, 0, ratio, 0, 0);
    }
    this.drawnFor = "";
  }

  x(east) { return this.wide / 2 + (east - this.view.east) / this.view.metres; }
  y(north) { return this.tall / 2 - (north - this.view.north) / this.view.metres; }
  inside(x, y) { return x > -30 && y > -30 && x < this.wide + 30 && y < this.tall + 30; } // whole rings at the edge

  draw(option, place, state) {
    if (!this.beneath.width || !this.beneath.height) return; // not laid out, as while the page is printed
    const pen = this.canvas.getContext("2d"), key = `${this.view.east} ${this.view.north} ${this.view.metres} ${place}`;
    if (this.drawnFor !== key) {
      this.drawBeneath(place);
      this.drawnFor = key;
    }
    this.lay(pen, this.beneath);
    this.spots = this.spotsOf(option, state);
    this.drawCalls(pen, option, state);
    for (const spot of this.spots) this.drawVehicle(pen, spot, state);
    this.lay(pen, this.above);
    this.drawLabels(pen, option, state);
  }

  /** A layer drawn before, pixel by pixel. */
  lay(pen, layer) {
    pen.save();
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.drawImage(layer, 0, 0);
    pen.restore();
  }

  drawBeneath(place) {
    const pen = this.beneath.getContext("2d"), top = this.above.getContext("2d");
    top.clearRect(0, 0, this.wide, this.tall);
    pen.fillStyle = SEA;
    pen.fillRect(0, 0, this.wide, this.tall);
    pen.fillStyle = BEYOND;
    pen.beginPath();
    for (const ring of this.replay.beyond) this.trace(pen, ring);
    pen.fill("evenodd");
    pen.fillStyle = LAND;
    pen.strokeStyle = "#8f969c";
    pen.lineWidth = 1;
    pen.beginPath();
    for (const ring of this.replay.land) this.trace(pen, ring);
    pen.fill("evenodd");
    pen.stroke();
    pen.strokeStyle = ROAD;
    pen.lineJoin = "round";
    for (const { width, line } of this.replay.roads) {
      pen.lineWidth = width;
      pen.beginPath();
      this.trace(pen, line);
      pen.stroke();
    }
    this.taken = [];
    this.drawScale(top);
    this.drawPlaces(pen, top, place);
  }

  trace(pen, places) {
    places.forEach(([east, north], at) => (at ? pen.lineTo(this.x(east), this.y(north)) : pen.moveTo(this.x(east), this.y(north))));
  }

  /** Stations as open squares with the letters of who uses them, hospitals as H, and names where they have room. */
  drawPlaces(pen, top, place) {
    const near = this.view.metres < 40, marks = [];
    for (const { name, letters, at, there } of this.replay.stations) {
      const x = this.x(at[0]), y = this.y(at[1]);
      if (!there[place] || !this.inside(x, y)) continue;
      pen.lineWidth = 1.5;
      pen.strokeStyle = pen.fillStyle = INK;
      pen.strokeRect(x - 4, y - 4, 8, 8);
      if (letters.includes("F")) pen.fillRect(x - 2, y - 2, 4, 4);
      marks.push([x, y, name, letters.includes("F") ? 0 : 2]);
    }
    for (const { name, at } of this.replay.hospitals) {
      const x = this.x(at[0]), y = this.y(at[1]);
      if (!this.inside(x, y)) continue;
      pen.fillStyle = INK;
      pen.fillRect(x - 7, y - 7, 14, 14);
      pen.fillStyle = "#fff";
      pen.font = "bold 11px Arial, sans-serif";
      pen.textAlign = "center";
      pen.fillText("H", x, y + 4);
      marks.push([x, y, name.replace(/ \(.*|,.*/, ""), 1]);
    }
    for (const [x, y] of marks) this.taken.push([x - 7, y - 7, x + 7, y + 7]);
    top.font = "12px Arial, sans-serif";
    const named = new Set();
    for (const [x, y, name, rank] of marks.sort((one, other) => one[3] - other[3])) {
      if ((rank === 2 && !near) || named.has(name)) continue;
      if (this.write(top, name, x, y, 9, "#1b1b1b")) named.add(name);
    }
  }

  /** Writes a name at the first free side of a place; says whether there was room. */
  write(pen, text, x, y, away, colour) {
    const wide = pen.measureText(text).width, tall = 13;
    const spots = [[x + away, y - tall / 2], [x - away - wide, y - tall / 2], [x - wide / 2, y - away - tall], [x - wide / 2, y + away]];
    for (const [left, top] of spots) {
      const box = [left - 2, top, left + wide + 2, top + tall];
      if (box[0] < 2 || box[1] < 2 || box[2] > this.wide - 2 || box[3] > this.tall - 2) continue;
      if (this.taken.some((other) => box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3])) continue;
      this.taken.push(box);
      pen.textAlign = "left";
      pen.lineJoin = "round";
      pen.lineWidth = 4;
      pen.strokeStyle = "#fff";
      pen.strokeText(text, left, top + 10.5); // a halo: what lies beneath can still be seen beside the letters
      pen.fillStyle = colour;
      pen.fillText(text, left, top + 10.5);
      return true;
    }
    return false;
  }

  drawScale(pen) {
    const most = (this.wide / 4) * this.view.metres;
    const unit = 10 ** Math.floor(Math.log10(most)), length = unit * (most >= 5 * unit ? 5 : most >= 2 * unit ? 2 : 1);
    const pixels = length / this.view.metres, x = this.wide - pixels - 14, y = this.tall - 12;
    const text = length >= 1000 ? `${length / 1000} km` : `${length} m`;
    pen.fillStyle = PALE;
    pen.fillRect(x - 6, y - 20, pixels + 14, 28);
    pen.fillStyle = INK;
    pen.fillRect(x, y, pixels, 3);
    pen.font = "12px Arial, sans-serif";
    pen.textAlign = "center";
    pen.fillText(text, x + pixels / 2, y - 5);
    const right = this.wide - 18;
    pen.fillText("N", right, 40);
    pen.beginPath();
    pen.moveTo(right, 8);
    pen.lineTo(right - 5, 20);
    pen.lineTo(right + 5, 20);
    pen.fill();
    pen.fillRect(right - 0.75, 18, 1.5, 10);
    this.taken.push([x - 6, y - 20, this.wide, this.tall], [right - 12, 0, this.wide, 46]);
  }

  /** Where each vehicle is drawn: those that stand in one place beside each other, those that are out around it. */
  spotsOf(option, state) {
    const idle = new Map(), busy = new Map(), spots = [];
    for (let unit = 0; unit < option.doing.length; unit += 1) {
      const doing = option.doing[unit];
      if (doing === ABSENT || !state.services[this.replay.vehicles[unit].service]) continue;
      let x = this.x(option.east[unit]), y = this.y(option.north[unit]);
      if (!this.inside(x, y)) continue;
      const small = doing === HOME || doing === OFF_THE_RUN;
      if (!option.moves[unit]) {
        const key = `${Math.round(option.east[unit])} ${Math.round(option.north[unit])}`, rows = small ? idle : busy;
        const before = rows.get(key) || 0;
        rows.set(key, before + 1);
        if (small) {
          x += -12 + 9 * (before % 4);
          y += 11 + 9 * Math.floor(before / 4);
        } else {
          const ring = Math.floor(before / 6), turn = (Math.PI / 3) * before + ring / 2 - 0.8;
          x += (15 + 15 * ring) * Math.cos(turn);
          y += (15 + 15 * ring) * Math.sin(turn);
        }
      }
      spots.push({ unit, x, y, doing, small });
    }
    return spots.sort((one, other) => Number(other.small) - Number(one.small));
  }

  shape(pen, look, x, y, size) {
    pen.beginPath();
    if (look.shape === "circle") pen.arc(x, y, size, 0, 2 * Math.PI);
    else if (look.shape === "square") pen.rect(x - size * 0.9, y - size * 0.9, size * 1.8, size * 1.8);
    else {
      const wide = size * 1.3;
      pen.moveTo(x, y - wide);
      pen.lineTo(x + wide, y);
      pen.lineTo(x, y + wide);
      pen.lineTo(x - wide, y);
      pen.closePath();
    }
  }

  drawVehicle(pen, { unit, x, y, doing, small }, state) {
    const look = LOOKS[this.replay.vehicles[unit].service];
    pen.lineWidth = 1.5;
    if (small) {
      this.shape(pen, look, x, y, SMALL);
      pen.strokeStyle = pen.fillStyle = look.colour;
      if (doing === HOME && !this.replay.vehicles[unit].onBeat) pen.fill();
      pen.lineWidth = 1;
      pen.stroke();
      if (doing === OFF_THE_RUN) {
        pen.beginPath();
        pen.moveTo(x - 5, y - 5);
        pen.lineTo(x + 5, y + 5);
        pen.stroke();
      }
    } else {
      const free = doing === RETURNING || doing === TO_STANDBY || doing === AT_STANDBY;
      if (doing === ALERTED || doing === TO_CALL) {
        this.shape(pen, look, x, y, BIG + 3.5);
        pen.fillStyle = "#ffd34d";
        pen.fill();
      }
      this.shape(pen, look, x, y, BIG);
      pen.fillStyle = free ? "#fff" : look.colour;
      pen.fill();
      pen.strokeStyle = free ? look.colour : "#fff";
      pen.stroke();
      pen.fillStyle = free ? look.colour : "#fff";
      pen.font = "bold 11px Arial, sans-serif";
      pen.textAlign = "center";
      pen.fillText(look.letter, x, y + 4);
      if (doing === CONVEYING || doing === AT_HOSPITAL) this.cross(pen, x + BIG, y - BIG);
    }
    if (state.vehicle === unit) this.mark(pen, x, y, small ? 9 : 14);
  }

  cross(pen, x, y) {
    pen.fillStyle = "#fff";
    pen.fillRect(x - 5, y - 5, 10, 10);
    pen.fillStyle = INK;
    pen.fillRect(x - 1.5, y - 4, 3, 8);
    pen.fillRect(x - 4, y - 1.5, 8, 3);
  }

  mark(pen, x, y, size) {
    pen.beginPath();
    pen.arc(x, y, size, 0, 2 * Math.PI);
    pen.lineWidth = 3;
    pen.strokeStyle = INK;
    pen.stroke();
  }

  /** Calls: a thick ring while nobody is there, a thin one while somebody is, a grey one soon after. */
  drawCalls(pen, option, state) {
    this.callsOpen = [];
    this.replay.calls.forEach((call, number) => {
      if (!option.rings[number] || call.rang > state.now || !state.services[call.service]) return;
      const end = endOf(option, number), x = this.x(call.east), y = this.y(call.north);
      if (state.now >= end + CLOSING_S || !this.inside(x, y)) return;
      const open = state.now < end, attended = option.first[number] <= state.now;
      const fresh = state.still ? 0 : Math.max(0, 1 - (state.now - call.rang) / 90);
      pen.beginPath();
      pen.arc(x, y, (open ? 11 : 6) + 8 * fresh, 0, 2 * Math.PI);
      pen.lineWidth = open ? (attended ? 1.5 : 4) : 1;
      pen.strokeStyle = open ? CALL : "#8c8c8c";
      if (!open) pen.setLineDash([2, 2]);
      pen.stroke();
      pen.setLineDash([]);
      if (state.call === number) this.mark(pen, x, y, 19);
      if (open) this.callsOpen.push({ number, x, y, attended });
    });
  }

  drawLabels(pen, option, state) {
    const kept = this.taken.length, calls = this.replay.calls;
    const rank = (one) => (state.call === one.number ? -3 : 0) + (one.attended ? 1 : 0) + calls[one.number].service / 10;
    pen.font = "12px Arial, sans-serif";
    for (const one of [...this.callsOpen].sort((a, b) => rank(a) - rank(b) || a.number - b.number).slice(0, MOST_LABELS)) {
      const call = calls[one.number], waits = one.attended ? "" : ` ${minutesOf(state.now - call.rang)}`;
      this.write(pen, `${call.label}${waits}`, one.x, one.y, state.call === one.number ? 22 : 14, CALL);
    }
    this.taken.length = kept;
    const spot = this.spots.find(({ unit }) => unit === state.vehicle);
    if (!spot) return;
    pen.font = "bold 13px Arial, sans-serif";
    const name = this.replay.vehicles[spot.unit].name, wide = pen.measureText(name).width;
    const left = Math.min(Math.max(spot.x - wide / 2, 4), this.wide - wide - 4), top = spot.y > 40 ? spot.y - 34 : spot.y + 18;
    pen.fillStyle = "rgba(255,255,255,.95)";
    pen.fillRect(left - 3, top, wide + 6, 17);
    pen.fillStyle = INK;
    pen.textAlign = "left";
    pen.fillText(name, left, top + 13);
  }

  /** The vehicle or call nearest to a place on the canvas; nothing where none is near. */
  at(x, y) {
    let best = { far: 16 };
    for (const { unit, x: left, y: top, small } of this.spots || []) {
      const far = Math.hypot(left - x, top - y) + (small ? 5 : 0);
      if (far < best.far) best = { far, vehicle: unit };
    }
    for (const { number, x: left, y: top } of this.callsOpen || []) {
      const far = Math.abs(Math.hypot(left - x, top - y) - 6) + 3;
      if (far < best.far) best = { far, call: number };
    }
    return best;
  }
}

/** Minutes and seconds, as 3:07. */
function minutesOf(seconds) {
  const whole = Math.max(0, Math.round(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}
