/** The two handles on time, the histogram of claims under them, and play. */
import type { Count } from "./api";
import { putDay, toDay, toNumber } from "./days";

const SVG = "http://www.w3.org/2000/svg";
/** Half the width of a range's thumb: its middle travels from here to here from the other end. */
const THUMB = 8;
const PLAY_EVERY = 700;
const PLAY_STEPS = 120;

export interface Days {
  on: string;
  known: string;
}

interface Handle {
  range: HTMLInputElement;
  date: HTMLInputElement;
  mark: SVGLineElement;
}

export class Time {
  readonly #first: number;
  #newest: number;
  /** The last day on which anything became known: where the upper end of that handle stands for all that is known. */
  #latest: number;
  readonly #changed: (days: Days) => Promise<void>;
  readonly #handles: Record<"on" | "known", Handle>;
  readonly #bars = document.createElementNS(SVG, "svg");
  readonly #play = document.createElement("button");
  readonly #plot = document.createElement("div");
  readonly #lastDay = document.createElement("span");
  #counts: readonly Count[] = [];
  /** Of the plot, in pixels. Kept, since asking the page for it lays the page out. */
  #width = 0;
  #height = 0;
  #timer = 0;

  constructor(form: HTMLFormElement, first: string, newest: string, latest: string, days: Days, changed: (days: Days) => Promise<void>) {
    this.#first = toNumber(first);
    this.#newest = Math.max(toNumber(newest), this.#first);
    this.#latest = Math.max(toNumber(latest), this.#newest);
    this.#changed = changed;
    this.#handles = { on: this.#handle(form, "on"), known: this.#handle(form, "known") };
    this.#buildPlot(form);
    form.classList.add("lively");
    form.addEventListener("submit", (event) => event.preventDefault());
    this.set(days);
    new ResizeObserver(() => this.#drawBars()).observe(this.#plot);
  }

  get days(): Days {
    return { on: this.#handles.on.date.value, known: this.#handles.known.date.value };
  }

  set(days: Days): void {
    for (const name of ["on", "known"] as const) {
      const { range, date } = this.#handles[name];
      const last = name === "known" ? this.#latest : this.#newest;
      const number = Math.max(Math.min(toNumber(days[name]), last), this.#first);
      range.value = String(Math.min(number, this.#newest) - this.#first);
      range.setAttribute("aria-valuetext", putDay(toDay(number)));
      date.value = toDay(number);
    }
    this.#placeMarks();
  }

  /** Newer days have come: a handle at its upper end stays there, the others stay on their day. */
  extend(newest: string, latest: string): Days {
    const { on, known } = this.days;
    const [onLast, knownLast] = [toNumber(on) >= this.#newest, toNumber(known) >= this.#newest];
    this.#newest = Math.max(this.#newest, toNumber(newest));
    this.#latest = Math.max(this.#latest, toNumber(latest), this.#newest);
    for (const [name, { range, date }] of Object.entries(this.#handles)) {
      range.max = String(this.#newest - this.#first);
      date.max = toDay(name === "known" ? this.#latest : this.#newest);
    }
    this.#lastDay.textContent = putDay(toDay(this.#newest), true);
    this.set({ on: onLast ? toDay(this.#newest) : on, known: knownLast ? toDay(this.#latest) : known });
    return this.days;
  }

  setHistogram(counts: readonly Count[]): void {
    this.#counts = counts;
    this.#drawBars();
  }

  #handle(form: HTMLFormElement, name: "on" | "known"): Handle {
    const date = form.querySelector<HTMLInputElement>(`#${name}`);
    if (!date) throw new Error(`the page has no field #${name}`);
    const range = document.createElement("input");
    range.type = "range";
    range.id = `${name}-handle`;
    range.min = "0";
    range.max = String(this.#newest - this.#first);
    range.step = "1";
    range.setAttribute("aria-label", `${date.labels?.[0]?.textContent ?? name}, day by day`);
    date.parentElement?.append(range);
    range.addEventListener("input", () => this.#move(name, this.#dayAt(name, Number(range.value))));
    date.addEventListener("change", () => date.value && this.#move(name, toNumber(date.value)));
    date.min = toDay(this.#first);
    date.max = toDay(name === "known" ? this.#latest : this.#newest);
    const mark = document.createElementNS(SVG, "line");
    mark.setAttribute("class", `mark ${name}`);
    return { range, date, mark };
  }

  #dayAt(name: "on" | "known", step: number): number {
    const number = this.#first + step;
    return name === "known" && number >= this.#newest ? this.#latest : number;
  }

  #move(name: "on" | "known", number: number): void {
    this.stop();
    this.set({ ...this.days, [name]: toDay(number) });
    void this.#changed(this.days);
  }

  // ---------------------------------------------------------------- histogram

  #buildPlot(form: HTMLFormElement): void {
    this.#play.type = "button";
    this.#play.className = "play";
    this.#play.addEventListener("click", () => (this.#timer ? this.stop() : this.start()));
    this.#label(false);
    this.#bars.setAttribute("role", "img");
    this.#bars.setAttribute("aria-label", "Claims a day");
    this.#bars.setAttribute("preserveAspectRatio", "none");
    this.#plot.className = "plot";
    this.#plot.append(this.#bars);
    this.#plot.addEventListener("click", (event) => {
      const { left, width } = this.#plot.getBoundingClientRect();
      const part = (event.clientX - left - THUMB) / (width - 2 * THUMB);
      this.#move("on", Math.round(this.#first + Math.max(0, Math.min(1, part)) * (this.#newest - this.#first)));
    });
    const strip = document.createElement("div");
    strip.className = "strip";
    const ends = document.createElement("p");
    ends.className = "ends soft";
    const firstDay = document.createElement("span");
    firstDay.textContent = putDay(toDay(this.#first), true);
    this.#lastDay.textContent = putDay(toDay(this.#newest), true);
    ends.append(firstDay, this.#lastDay);
    strip.append(this.#play, this.#plot, ends);
    form.append(strip);
  }

  #x(number: number, width: number): number {
    const days = this.#newest - this.#first;
    return THUMB + (days ? (number - this.#first) / days : 0.5) * (width - 2 * THUMB);
  }

  #drawBars(): void {
    const { width, height } = this.#plot.getBoundingClientRect();
    [this.#width, this.#height] = [width, height];
    if (!width) return;
    this.#bars.setAttribute("viewBox", `0 0 ${width} ${height}`);
    const bins = new Map<number, number>();
    const wide = Math.max((width - 2 * THUMB) / Math.max(this.#newest - this.#first, 1), 2);
    for (const { day, claims } of this.#counts) {
      const bin = Math.round((this.#x(toNumber(day), width) - THUMB) / wide);
      bins.set(bin, (bins.get(bin) ?? 0) + claims);
    }
    const most = Math.max(...bins.values(), 1);
    const path = [...bins].map(([bin, claims]) => {
      const tall = Math.max((claims / most) * (height - 4), 1.5);
      const thick = Math.min(Math.max(wide - 1, 1), 14);
      return `M${(THUMB + bin * wide - thick / 2).toFixed(1)} ${height}v${(-tall).toFixed(1)}h${thick.toFixed(1)}v${tall.toFixed(1)}z`;
    });
    const bars = document.createElementNS(SVG, "path");
    bars.setAttribute("class", "bars");
    bars.setAttribute("d", path.join(""));
    this.#bars.replaceChildren(bars, this.#handles.on.mark, this.#handles.known.mark);
    const total = this.#counts.reduce((sum, count) => sum + count.claims, 0);
    this.#bars.setAttribute("aria-label", `Claims a day: ${total} in all, at most ${most} at once`);
    this.#placeMarks();
  }

  #placeMarks(): void {
    const [width, height] = [this.#width, this.#height];
    for (const { date, mark } of Object.values(this.#handles)) {
      const x = this.#x(Math.min(toNumber(date.value), this.#newest), width).toFixed(1);
      for (const [name, value] of [["x1", x], ["x2", x], ["y1", "0"], ["y2", String(height)]] as const) mark.setAttribute(name, value);
    }
  }

  // ---------------------------------------------------------------- play

  start(): void {
    if (toNumber(this.days.on) >= this.#newest) this.set({ ...this.days, on: toDay(this.#first) });
    this.#label(true);
    this.#timer = 1;
    void this.#tick();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = 0;
    this.#label(false);
  }

  /** One step; what is known moves along where it was the same day. */
  async #tick(): Promise<void> {
    const { on, known } = this.days;
    const step = Math.max(1, Math.round((this.#newest - this.#first) / PLAY_STEPS));
    const next = Math.min(toNumber(on) + step, this.#newest);
    this.set({ on: toDay(next), known: on === known ? toDay(next) : known });
    await this.#changed(this.days);
    if (!this.#timer) return;
    if (next >= this.#newest) this.stop();
    else this.#timer = window.setTimeout(() => void this.#tick(), PLAY_EVERY);
  }

  #label(playing: boolean): void {
    this.#play.textContent = playing ? "Pause" : "Play";
    this.#play.setAttribute("aria-pressed", String(playing));
  }
}
