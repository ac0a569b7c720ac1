// What was picked, in words: the sentences are the log's own, as `bluelight tell` has them.
const LATER_S = 60;

const add = (parent, tag, text, name) => {
  const made = document.createElement(tag);
  if (text) made.textContent = text;
  if (name) made.className = name;
  parent.append(made);
  return made;
};

/** The time of day, with seconds where they are asked for. */
function clockOf(replay, now, withSeconds = true) {
  const whole = Math.floor(replay.begins + now + 1e-6), days = Math.floor(whole / 86400), of = whole - days * 86400;
  const parts = [Math.floor(of / 3600), Math.floor(of / 60) % 60, ...(withSeconds ? [of % 60] : [])];
  const next = days > 0 ? " next day" : days < 0 ? " the day before" : "";
  return parts.map((part) => String(part).padStart(2, "0")).join(":") + next;
}

const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

/** A length of time in minutes and seconds, as 3 min 07 s; its sign is left out. */
function lengthOf(seconds) {
  const size = Math.abs(Math.round(seconds));
  return size < 60 ? `${size} s` : `${Math.floor(size / 60)} min ${String(size % 60).padStart(2, "0")} s`;
}

function laterWords(seconds, title) {
  if (Number.isNaN(seconds)) return "";
  if (seconds === Infinity) return `Under “${title}” nobody comes.`;
  if (seconds === -Infinity) return `Only under “${title}” somebody comes.`;
  if (Math.abs(seconds) < 0.5) return `Under “${title}” the first arrives at the same time.`;
  return `Under “${title}” the first arrives ${lengthOf(seconds)} ${seconds > 0 ? "later" : "sooner"}.`;
}

/** The events of a call or of a vehicle under an option. */
function eventsOf(option, of, number) {
  const found = [], column = option.story[of];
  for (let place = 0; place < column.length; place += 1) if (column[place] === number) found.push(place);
  return found;
}

/** A sentence of the story; where a vehicle is alerted, also to what. */
function sentenceOf(replay, option, place, ofVehicle) {
  const text = replay.texts[option.story.text[place]], call = option.story.call[place];
  if (!ofVehicle || call < 0 || !/ is alerted, /.test(text)) return text;
  return `${text} Call ${replay.calls[call].number}: ${replay.calls[call].told}.`;
}

function tellEvents(parent, replay, option, places, ofVehicle) {
  add(parent, "h4", option.title);
  if (!places.length) {
    const there = ofVehicle === null || option.from[ofVehicle + 1] > option.from[ofVehicle];
    add(parent, "p", there ? "Nothing happens in these hours." : "There is no such vehicle under this option.");
    return;
  }
  const list = add(parent, "ul");
  for (const place of places) {
    const line = add(list, "li");
    add(line, "span", clockOf(replay, option.story.at[place]), "time");
    line.append(` ${sentenceOf(replay, option, place, ofVehicle !== null)}`);
  }
}

/** Writes the story of a call under some options: in short for who listens, and line by line. */
function tellCall(replay, options, number, summary, story) {
  const call = replay.calls[number];
  summary.replaceChildren();
  story.replaceChildren();
  add(add(summary, "p"), "strong", `Call ${call.number}, ${clockOf(replay, call.rang, false)}: ${call.told}.`);
  for (const option of options) {
    const came = option.rings[number] ? option.sums[number].map((text) => replay.texts[text]).join(" ") : "Nobody rings.";
    add(summary, "p", `${option.title}: ${came}`);
  }
  if (options.length > 1) add(summary, "p", laterWords(laterBy(options[0], options[1], number), options[1].title));
  for (const option of options) tellEvents(story, replay, option, eventsOf(option, "call", number), null);
}

function tellVehicle(replay, options, unit, summary, story) {
  const vehicle = replay.vehicles[unit];
  summary.replaceChildren();
  story.replaceChildren();
  add(add(summary, "p"), "strong", `${vehicle.name} (${vehicle.kind}, ${replay.services[vehicle.service]}).`);
  for (const option of options) {
    const places = eventsOf(option, "unit", unit).filter((place) => option.story.at[place] < replay.length);
    const sent = places.filter((place) => option.story.at[place] >= 0 && / is alerted, /.test(replay.texts[option.story.text[place]]));
    const there = option.from[unit + 1] > option.from[unit];
    const times = sent.length === 1 ? "once" : `${sent.length} times`;
    add(summary, "p", `${option.title}: ${there ? `alerted ${times} in these hours.` : "not there."}`);
    tellEvents(story, replay, option, places, unit);
  }
}

/** What a vehicle is doing now and where, by British National Grid. */
function nowWords(replay, option, unit, now) {
  const doing = option.doing[unit];
  if (doing === ABSENT) return "";
  const call = option.call[unit], vehicle = replay.vehicles[unit];
  const atBase = doing === HOME && vehicle.onBeat ? "on its beat, last seen" : replay.doing[doing];
  const to = call >= 0 && doing !== HOME ? ` (call ${replay.calls[call].number})` : "";
  const grid = `${Math.round(option.east[unit])} E ${Math.round(option.north[unit])} N`;
  return `${clockOf(replay, now)}, ${option.title}: ${vehicle.name} is ${atBase}${to}, at ${grid}.`;
}

/** The calls that are first reached a minute or more sooner or later under an option: the gravest, then the most, first. */
function movedCalls(replay, before, option) {
  return replay.calls
    .map((call, number) => ({ number, by: laterBy(before, option, number) }))
    .filter(({ number, by }) => Math.abs(by) >= LATER_S && replay.calls[number].rang >= 0)
    .sort((one, other) => replay.calls[one.number].gravity - replay.calls[other.number].gravity ||
      Math.abs(other.by) - Math.abs(one.by) || one.number - other.number);
}
