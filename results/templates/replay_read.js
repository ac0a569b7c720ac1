// Reads the replay's data: packed arrays of vehicles' steps and calls, and where everybody is at an instant.
const NEVER = 2147483647;
const [HOME, OFF_THE_RUN, ALERTED, TO_CALL, AT_SCENE, CONVEYING, AT_HOSPITAL, RETURNING, TO_STANDBY, AT_STANDBY,
  BRINGING_BACK, CLINICIAN_AWAY] = Array.from({ length: 12 }, (_, place) => place);
const ABSENT = -1;

const bytesOf = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
const int32 = (text) => new Int32Array(bytesOf(text).buffer);
const uint16 = (text) => new Uint16Array(bytesOf(text).buffer);

/** Tenths of a second as seconds; Infinity for what never was. */
const secondsOf = (text) => Float64Array.from(int32(text), (tenths) => (tenths === NEVER ? Infinity : tenths / 10));

function readReplay(data) {
  const [west, south, step] = data.grid;
  const metres = ([x, y]) => [west + x * step, south + y * step];
  const unfold = (line) => {
    const places = [];
    let x = 0, y = 0;
    for (let place = 0; place < line.length; place += 2) {
      x += line[place];
      y += line[place + 1];
      places.push(metres([x, y]));
    }
    return places;
  };
  const ways = {
    x: Float64Array.from(uint16(data.ways.x), (x) => west + x * step),
    y: Float64Array.from(uint16(data.ways.y), (y) => south + y * step),
    share: Float64Array.from(uint16(data.ways.share), (share) => share / 65535),
    from: [0],
  };
  for (const count of uint16(data.ways.count)) ways.from.push(ways.from[ways.from.length - 1] + count);
  const rang = secondsOf(data.rang);
  const calls = data.calls.map(([number, service, x, y, label, told, gravity], place) => {
    const [east, north] = metres([x, y]);
    return { number, service, east, north, label, told, gravity, rang: rang[place] };
  });
  const vehicles = data.vehicles.map(([name, service, kind, onBeat]) => ({ name, service, kind, onBeat: onBeat === 1 }));
  return {
    day: data.day, begins: data.begins_s, length: data.length_s, shown: data.shown_s, view: data.view, whole: data.whole,
    services: data.services, doing: data.doing, texts: data.texts, ways, calls, vehicles,
    land: data.land.map(unfold), beyond: data.beyond.map(unfold),
    roads: data.roads.map(([width, line]) => ({ width: width / 2, line: unfold(line) })),
    stations: data.stations.map(([name, letters, x, y, there]) => ({ name, letters, at: metres([x, y]), there })),
    hospitals: data.hospitals.map(([name, x, y]) => ({ name, at: metres([x, y]) })),
    options: data.options.map((option) => readOption(option, vehicles.length)),
  };
}

function readOption(option, count) {
  const unit = uint16(option.steps.unit), from = new Int32Array(count + 1);
  for (const one of unit) from[one + 1] += 1;
  for (let one = 0; one < count; one += 1) from[one + 1] += from[one];
  return {
    name: option.name, title: option.title, sums: option.sums, from,
    at: secondsOf(option.steps.at), step: bytesOf(option.steps.doing), way: int32(option.steps.way),
    ofCall: int32(option.steps.call), rings: bytesOf(option.rings), first: secondsOf(option.first),
    left: secondsOf(option.left), closed: secondsOf(option.closed),
    story: {
      at: secondsOf(option.story.at), call: int32(option.story.call), unit: int32(option.story.unit),
      text: int32(option.story.text),
    },
    // Where every vehicle is at the instant that `placeAll` was last asked for.
    east: new Float64Array(count), north: new Float64Array(count), doing: new Int8Array(count), call: new Int32Array(count),
    moves: new Uint8Array(count),
  };
}

/** The last place in a sorted array, between two places, whose value is not after another; at least the first. */
function lastNotAfter(values, value, low, high) {
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (values[middle] <= value) low = middle; else high = middle;
  }
  return low;
}

/** Works out where every vehicle of an option is at an instant. */
function placeAll(replay, option, now) {
  for (let unit = 0; unit < option.doing.length; unit += 1) {
    const first = option.from[unit], end = option.from[unit + 1];
    if (first === end) {
      option.doing[unit] = ABSENT;
      continue;
    }
    const step = lastNotAfter(option.at, now, first, end);
    option.doing[unit] = option.step[step];
    option.call[unit] = option.ofCall[step];
    const until = step + 1 < end ? option.at[step + 1] : Infinity;
    placeOnWay(replay.ways, option, unit, option.way[step], until > option.at[step] ? (now - option.at[step]) / (until - option.at[step]) : 1);
  }
}

function placeOnWay(ways, option, unit, way, gone) {
  const first = ways.from[way], end = ways.from[way + 1], share = Math.min(Math.max(gone, 0), 1);
  const before = lastNotAfter(ways.share, share, first, end), after = Math.min(before + 1, end - 1);
  const span = ways.share[after] - ways.share[before];
  const part = span > 0 && share > ways.share[before] ? (share - ways.share[before]) / span : 0;
  option.east[unit] = ways.x[before] + part * (ways.x[after] - ways.x[before]);
  option.north[unit] = ways.y[before] + part * (ways.y[after] - ways.y[before]);
  option.moves[unit] = end - first > 1 ? 1 : 0;
}

/** When a call's scene is clear: the last vehicle has left it, or nobody came and it is closed. */
const endOf = (option, call) => (option.left[call] < Infinity ? option.left[call] : option.closed[call]);

/** By how many seconds a call is first reached later under an option than before; NaN where nobody comes in either. */
function laterBy(before, option, call) {
  const then = option.first[call], now = before.first[call];
  if (!before.rings[call] || !option.rings[call] || (then === Infinity && now === Infinity)) return NaN;
  const rang = then === Infinity || now === Infinity;
  return rang ? (then === Infinity ? Infinity : -Infinity) : then - now;
}
