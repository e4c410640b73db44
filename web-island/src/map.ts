/** The map island: keeps the map, the handles, the lists, the card and the address of the page in step. */
import { readAddress, writeAddress, type View } from "./address";
import { Api } from "./api";
import { Atlas } from "./atlas";
import { addDays, putDay } from "./days";
import { Ground } from "./ground";
import { PlaceTable, put, showChanges, showKey } from "./lists";
import { Sides, type Spot } from "./places";
import { Time, type Days } from "./time";
import { watchLedger, type News } from "./watch";

/** Lists follow the map once the handle rests. */
const REST = 180;
/** A table that is out of sight follows later: 2,000 rows take longer to write than signs to draw. */
const LONG_REST = 1200;

class Island {
  readonly #api = new Api();
  readonly #atlas: Atlas;
  readonly #time: Time;
  readonly #table: PlaceTable;
  readonly #card = need<HTMLElement>("#card");
  readonly #changes = need<HTMLElement>("#changes");
  readonly #key = put("div", "key");
  readonly #trouble = put("p", "trouble");
  readonly #empty: string;
  readonly #headline: readonly [HTMLElement, HTMLElement];
  #view: View;
  #sides = new Sides([]);
  #asked: AbortController | null = null;
  #following: Promise<void> | null = null;
  #cardAsked: AbortController | null = null;
  /** What the card shows: the same again is left alone, with what the reader folded out. */
  #cardHtml = "";
  #resting = 0;
  #writing = 0;
  #tableSeen = false;
  #tableDays: string;
  #tableWaits: (() => void) | null = null;
  #addressing = 0;

  constructor(root: HTMLElement) {
    const { on = "", known = "", newest = known, first = on, latest = newest, place = "" } = root.dataset;
    this.#view = readAddress(location.search, { on, known }, place);
    this.#empty = this.#view.place ? "" : this.#card.innerHTML;
    const stage = put("div", "world");
    const tools = put("div", "tools");
    tools.append(
      button("+", "Zoom in", () => this.#atlas.zoomBy(1.6)),
      button("−", "Zoom out", () => this.#atlas.zoomBy(1 / 1.6)),
      button("⤢", "Show all places", () => this.#showAll()),
    );
    this.#trouble.setAttribute("role", "status");
    this.#trouble.hidden = true;
    stage.append(tools, this.#trouble);
    root.replaceChildren(stage);
    this.#atlas = new Atlas(stage, {
      choose: (id, byKey) => this.choose(id, byKey),
      moved: (at) => this.#moved(at),
    });
    const keys = put("p", "keys soft", "On the map: arrow keys go from place to place, Enter opens one, + and − zoom, Shift with arrows pans, 0 shows all.");
    keys.id = "map-keys";
    this.#key.setAttribute("role", "group");
    this.#key.setAttribute("aria-label", "Key to the map");
    root.after(this.#key, keys);
    this.#table = new PlaceTable(need<HTMLTableElement>("#places"));
    this.#tableDays = `${on} ${known}`;
    new IntersectionObserver((entries) => {
      this.#tableSeen = entries.some((entry) => entry.isIntersecting);
      if (this.#tableSeen) this.#writeTable();
    }).observe(need("#places"));
    window.addEventListener("beforeprint", () => this.#writeTable());
    this.#headline = [need("#headline-on"), need("#headline-known")];
    this.#time = new Time(need<HTMLFormElement>("#time"), first, newest, latest, this.#view, (days) => this.#moveTo(days));
    this.#view = { ...this.#view, ...this.#time.days };
    document.addEventListener("click", (event) => this.#clicked(event));
    window.addEventListener("popstate", () => void this.#back({ on, known }));
    window.addEventListener("themechange", () => this.#atlas.recolour());
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.#atlas.recolour());
    matchMedia("print").addEventListener("change", () => this.#atlas.recolour());
  }

  async start(): Promise<void> {
    void this.#ground();
    void this.#api.histogram().then((counts) => this.#time.setHistogram(counts), (error) => this.#say(error));
    const spots = this.#api.spots(this.#view.on, this.#view.known);
    spots.catch(() => undefined);
    try {
      this.#sides = new Sides(await this.#api.sides());
    } catch (error) {
      this.#say(error);
    }
    await this.#show(this.#view, spots);
    this.#atlas.show(this.#view.at);
    if (this.#view.place) void this.#openCard("stay");
    this.#atlas.choose(this.#view.place);
    // Benchmarks and tests wait for this.
    performance.mark("map-ready");
    document.documentElement.dataset.ready = "map";
    watchLedger("/api/v1/events", (news) => void this.#renew(news));
  }

  choose(id: string, moveFocus: boolean): void {
    this.#view = { ...this.#view, place: id };
    this.#atlas.choose(id);
    this.#atlas.reveal(id);
    writeAddress(this.#view, true);
    void this.#openCard(moveFocus ? "focus" : "scroll");
  }

  // ---------------------------------------------------------------- days

  async #moveTo(days: Days): Promise<void> {
    this.#view = { ...this.#view, ...days };
    this.#address();
    this.#following ??= this.#follow().finally(() => (this.#following = null));
    await this.#following;
  }

  /**
   * One question at a time, then the next for where the handles are by now: a server that needs a second for a day is
   * not asked for each day that a handle passes, and the map moves along as fast as it answers.
   */
  async #follow(): Promise<void> {
    for (let shown = ""; shown !== `${this.#view.on} ${this.#view.known}`; ) {
      const { on, known } = this.#view;
      shown = `${on} ${known}`;
      await this.#show({ on, known }, this.#api.spots(on, known));
    }
  }

  /** The ledger has changed: the same view, from what it holds now. */
  async #renew(news: News): Promise<void> {
    this.#api.forget();
    this.#card.dataset.shown = "";
    try {
      const [sides, counts] = await Promise.all([this.#api.sides(), this.#api.histogram()]);
      this.#sides = new Sides(sides);
      const days = this.#time.extend(news.newest, news.known);
      this.#time.setHistogram(counts);
      await this.#moveTo(days);
    } catch (error) {
      this.#say(error);
    }
  }

  async #show({ on, known }: Days, asked: Promise<Spot[]>): Promise<void> {
    try {
      const spots = await asked;
      this.#atlas.setPlaces(spots, this.#sides);
      [on, known].forEach((day, n) => {
        const shown = this.#headline[n];
        if (shown) shown.textContent = putDay(day);
      });
      this.#trouble.hidden = spots.length > 0;
      if (!spots.length) this.#trouble.textContent = "No place has an estimate on these days.";
      document.documentElement.dataset.shown = `${on} ${known}`;
      clearTimeout(this.#resting);
      this.#resting = window.setTimeout(() => this.#rest({ on, known }, spots), REST);
    } catch (error) {
      this.#say(error);
    }
  }

  /** What may come a moment later than the map. */
  #rest({ on, known }: Days, spots: readonly Spot[]): void {
    clearTimeout(this.#writing);
    this.#tableWaits = () => this.#table.show(spots, this.#sides, on, known);
    // The server wrote the table of the first days.
    if (this.#tableDays === `${on} ${known}`) this.#tableWaits = null;
    this.#tableDays = "";
    if (this.#tableSeen) this.#writeTable();
    else this.#writing = window.setTimeout(() => this.#writeTable(), LONG_REST);
    showKey(this.#key, spots, this.#sides);
    document.title = `Who holds what on ${putDay(on)} · whoholds`;
    this.#asked?.abort();
    this.#asked = new AbortController();
    this.#api.changes(addDays(on, -1), on, known, this.#asked.signal).then(
      (changes) => showChanges(this.#changes, changes, on, known),
      (error) => this.#say(error),
    );
    if (this.#view.place && this.#card.dataset.shown !== this.#cardKey()) void this.#openCard("stay");
    document.documentElement.dataset.rested = `${on} ${known}`;
  }

  #writeTable(): void {
    this.#tableWaits?.();
    this.#tableWaits = null;
  }

  // ---------------------------------------------------------------- card

  #cardKey(): string {
    return [this.#view.place, this.#view.on, this.#view.known].join(" ");
  }

  async #openCard(then: "focus" | "scroll" | "stay"): Promise<void> {
    const { place, on, known } = this.#view;
    this.#cardAsked?.abort();
    this.#cardAsked = new AbortController();
    this.#card.dataset.shown = this.#cardKey();
    try {
      const html = await this.#api.card(place, on, known, this.#cardAsked.signal);
      if (html === this.#cardHtml && this.#card.classList.contains("open") && then === "stay") return;
      this.#cardHtml = html;
      const page = new DOMParser().parseFromString(html, "text/html");
      const shut = button("×", "Close this place", () => this.#shut());
      shut.className = "shut";
      this.#card.replaceChildren(shut, ...page.body.childNodes);
      this.#card.classList.add("open");
      this.#card.tabIndex = -1;
      if (then === "focus") this.#card.focus();
      // On a small screen the card is out of sight below the map.
      if (then === "scroll" && matchMedia("(max-width: 70rem)").matches) this.#card.scrollIntoView({ block: "start" });
    } catch (error) {
      if (!isAbort(error)) this.#card.replaceChildren(put("p", "trouble", `The card of this place could not be read. ${words(error)}`));
    }
  }

  #shut(): void {
    this.#view = { ...this.#view, place: "" };
    this.#card.classList.remove("open");
    this.#card.innerHTML = this.#empty;
    this.#atlas.choose("");
    writeAddress(this.#view, true);
    this.#atlas.svg.focus();
  }

  // ---------------------------------------------------------------- around the page

  #clicked(event: MouseEvent): void {
    if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const from = event.target as Element;
    const found = from.closest<HTMLElement>("a[data-place], tr[data-place]");
    if (!found || (found.tagName === "TR" && from.closest("a, button"))) return;
    event.preventDefault();
    this.choose(found.dataset.place ?? "", event.detail === 0);
  }

  async #back(days: Days): Promise<void> {
    this.#view = readAddress(location.search, days, "");
    this.#time.set(this.#view);
    this.#atlas.choose(this.#view.place);
    if (this.#view.place) void this.#openCard("stay");
    else {
      this.#card.classList.remove("open");
      this.#card.innerHTML = this.#empty;
    }
    await this.#moveTo(this.#time.days);
    this.#atlas.show(this.#view.at);
  }

  #showAll(): void {
    this.#atlas.fit();
    this.#view = { ...this.#view, at: null };
    writeAddress(this.#view, false);
  }

  #moved(at: readonly [number, number, number]): void {
    this.#view = { ...this.#view, at };
    this.#address();
  }

  /** Browsers refuse more than some hundred changes of the address in half a minute. */
  #address(): void {
    clearTimeout(this.#addressing);
    this.#addressing = window.setTimeout(() => writeAddress(this.#view, false), 150);
  }

  async #ground(): Promise<void> {
    try {
      const answer = await fetch("/static/basemap.json");
      this.#atlas.setGround(new Ground(await answer.json()));
    } catch (error) {
      this.#say(error);
    }
  }

  #say(error: unknown): void {
    if (isAbort(error)) return;
    this.#trouble.hidden = false;
    this.#trouble.textContent = words(error);
  }
}

function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === "AbortError";
}

function words(error: unknown): string {
  return error instanceof TypeError ? "The server does not answer. Is whoholds serve still running?" : error instanceof Error ? error.message : String(error);
}

function button(sign: string, label: string, act: () => void): HTMLButtonElement {
  const made = put("button", "", sign);
  made.type = "button";
  made.setAttribute("aria-label", label);
  made.title = label;
  made.addEventListener("click", act);
  return made;
}

function need<T extends Element>(selector: string): T {
  const found = document.querySelector<T>(selector);
  if (!found) throw new Error(`the page has no ${selector}`);
  return found;
}

const root = document.querySelector<HTMLElement>("#map");
if (root) void new Island(root).start();
