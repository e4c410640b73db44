/** The map itself: ground on a canvas, signs and names as SVG (as a second canvas above 2,000 places). */
import { select } from "d3-selection";
import { zoom, zoomIdentity, type ZoomBehavior, type ZoomTransform } from "d3-zoom";
import { Ground, project, unproject, type Colours } from "./ground";
import type { Box } from "./labels";
import { Lettering } from "./lettering";
import { describe, Sides, type Spot } from "./places";
import { fillGroup, RADIUS, signOf, Stamps, type Sign } from "./signs";

const SVG = "http://www.w3.org/2000/svg";
/** Above this number of places an SVG element for each is too slow to move. */
const MOST_AS_SVG = 2000;
const CLOSEST = 160_000;
const WIDEST = 90;
/** How far the mark of the chosen place reaches beyond its sign. */
const AROUND_CHOSEN = 6;

interface Standing {
  spot: Spot;
  sign: Sign;
  worldX: number;
  worldY: number;
  x: number;
  y: number;
  seen: boolean;
  group: SVGGElement | null;
  /** Where its group was last put: setting an attribute to what it is costs as much as changing it. */
  put: string;
}

export interface AtlasEvents {
  choose(id: string, byKey: boolean): void;
  moved(at: readonly [number, number, number]): void;
}

export class Atlas {
  readonly #stage: HTMLElement;
  readonly #ground = document.createElement("canvas");
  readonly #signs = document.createElement("canvas");
  readonly #svg = document.createElementNS(SVG, "svg");
  readonly #defs = document.createElementNS(SVG, "defs");
  readonly #places = document.createElementNS(SVG, "g");
  readonly #lettering = new Lettering();
  readonly #halo = document.createElementNS(SVG, "circle");
  readonly #tip = document.createElement("div");
  readonly #live = document.createElement("p");
  readonly #zoom: ZoomBehavior<SVGSVGElement, unknown>;
  readonly #events: AtlasEvents;
  #view: ZoomTransform = zoomIdentity;
  /** The room that the buttons take. */
  #tools: Box | null = null;
  #width = 1;
  #height = 1;
  #basemap: Ground | null = null;
  #standing: Standing[] = [];
  #sides = new Sides([]);
  #chosen = "";
  #pointed: Standing | null = null;
  /** Signs shrink where they would hide one another. */
  #size = 1;
  #frame = 0;
  #colours: Colours;
  #stamps: Stamps;

  constructor(stage: HTMLElement, events: AtlasEvents) {
    this.#stage = stage;
    this.#events = events;
    this.#colours = readColours(stage);
    this.#stamps = new Stamps(devicePixelRatio, this.#colours);
    this.#build();
    this.#zoom = zoom<SVGSVGElement, unknown>()
      .scaleExtent([WIDEST, CLOSEST])
      .translateExtent([project(-180, 84), project(180, -84)])
      .on("zoom", (event: { transform: ZoomTransform; sourceEvent: unknown }) => {
        this.#view = event.transform;
        this.#point(null);
        this.#later();
        if (event.sourceEvent) this.#tellMoved();
      });
    select<SVGSVGElement, unknown>(this.#svg).call(this.#zoom).on("dblclick.zoom", null);
    new ResizeObserver(() => this.#resize()).observe(stage);
    this.#resize();
  }

  get svg(): SVGSVGElement {
    return this.#svg;
  }

  setGround(ground: Ground): void {
    this.#basemap = ground;
    this.#later();
  }

  setPlaces(spots: readonly Spot[], sides: Sides): void {
    this.#sides = sides;
    const before = new Map(this.#standing.map((one) => [one.spot.id, one]));
    const asSvg = spots.length <= MOST_AS_SVG;
    // Areas lie lowest and large towns on top: an order that no day changes, since moving elements about is slow.
    const ordered = [...spots].sort((a, b) => Number(b.area) - Number(a.area) || a.population - b.population || (a.id < b.id ? -1 : 1));
    this.#standing = ordered.map((spot) => this.#stand(spot, before.get(spot.id), asSvg));
    if (asSvg) this.#syncGroups();
    else this.#places.replaceChildren();
    this.#signs.hidden = asSvg;
    this.#drawPlaces();
  }

  choose(id: string): void {
    this.#chosen = id;
    this.#later();
  }

  /** Shows all places, or what the address asked for. */
  show(at: readonly [number, number, number] | null): void {
    if (at) this.#moveTo(...project(at[0], at[1]), 2 ** at[2]);
    else this.fit();
  }

  fit(): void {
    if (!this.#standing.length) return this.#moveTo(...project(20, 20), this.#width / (2 * Math.PI));
    const xs = this.#standing.map((one) => one.worldX);
    const ys = this.#standing.map((one) => one.worldY);
    const [west, east, north, south] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
    const margin = Math.min(70, this.#width / 7);
    // On a telephone the buttons lie along the lower edge.
    const height = this.#tools && this.#tools.top > this.#height / 2 ? this.#tools.top : this.#height;
    const wide = (this.#width - 2 * margin) / Math.max(east - west, 0.02);
    const k = Math.min(wide, (height - 2 * margin) / Math.max(south - north, 0.02));
    this.#moveTo((west + east) / 2, (north + south) / 2 + (this.#height - height) / 2 / k, k);
  }

  /** Brings a place into view if it is out of it. */
  reveal(id: string): void {
    const one = this.#standing.find((standing) => standing.spot.id === id);
    if (one && !one.seen) this.#moveTo(one.worldX, one.worldY, this.#view.k);
  }

  zoomBy(factor: number): void {
    select<SVGSVGElement, unknown>(this.#svg).call((selection) => this.#zoom.scaleBy(selection, factor));
    this.#tellMoved();
  }

  recolour(): void {
    this.#colours = readColours(this.#stage);
    this.#stamps = new Stamps(devicePixelRatio, this.#colours);
    this.draw();
  }

  // ---------------------------------------------------------------- building

  #build(): void {
    const svg = this.#svg;
    svg.setAttribute("class", "signs");
    svg.setAttribute("tabindex", "0");
    svg.setAttribute("role", "application");
    svg.setAttribute("aria-roledescription", "map");
    svg.setAttribute("aria-label", "Map of places");
    svg.setAttribute("aria-describedby", "map-keys");
    this.#halo.setAttribute("class", "halo");
    for (const canvas of [this.#ground, this.#signs]) canvas.setAttribute("aria-hidden", "true");
    for (const group of [this.#lettering.countries, this.#places, this.#lettering.names, this.#lettering.scale]) group.setAttribute("aria-hidden", "true");
    svg.append(this.#defs, this.#lettering.countries, this.#halo, this.#places, this.#lettering.names, this.#lettering.scale);
    this.#tip.className = "tip";
    this.#tip.hidden = true;
    this.#live.className = "unseen";
    this.#live.setAttribute("aria-live", "polite");
    this.#stage.append(this.#ground, this.#signs, svg, this.#tip, this.#live);
    svg.addEventListener("pointermove", (event) => this.#point(event.pointerType === "touch" ? null : this.#near(event)));
    svg.addEventListener("pointerleave", () => this.#point(null));
    svg.addEventListener("click", (event) => {
      const near = this.#near(event);
      if (near) this.#events.choose(near.spot.id, false);
    });
    svg.addEventListener("keydown", (event) => this.#key(event));
  }

  #resize(): void {
    const { width, height } = this.#stage.getBoundingClientRect();
    if (!width || !height || (width === this.#width && height === this.#height)) return;
    const [stage, tools] = [this.#stage.getBoundingClientRect(), this.#stage.querySelector(".tools")?.getBoundingClientRect()];
    this.#tools = tools ? { left: tools.left - stage.left, top: tools.top - stage.top, right: tools.right - stage.left, bottom: tools.bottom - stage.top } : null;
    const middle = this.#view.invert([this.#width / 2, this.#height / 2]);
    const first = this.#width === 1;
    [this.#width, this.#height] = [width, height];
    for (const canvas of [this.#ground, this.#signs]) {
      canvas.width = Math.round(width * devicePixelRatio);
      canvas.height = Math.round(height * devicePixelRatio);
    }
    this.#svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    this.#zoom?.extent([[0, 0], [width, height]]);
    if (!first) this.#moveTo(middle[0], middle[1], this.#view.k);
    this.draw();
  }

  // ---------------------------------------------------------------- places

  #stand(spot: Spot, before: Standing | undefined, asSvg: boolean): Standing {
    const sign = signOf(spot, this.#sides, RADIUS);
    const [worldX, worldY] = before ? [before.worldX, before.worldY] : project(spot.lon, spot.lat);
    const standing: Standing = { spot, sign, worldX, worldY, x: 0, y: 0, seen: false, group: null, put: (asSvg && before?.group && before.put) || "" };
    if (!asSvg) return standing;
    standing.group = before?.group ?? document.createElementNS(SVG, "g");
    if (standing.group.dataset.look !== sign.key) {
      fillGroup(standing.group, sign, this.#defs);
      standing.group.dataset.look = sign.key;
    }
    if (before?.spot.status !== spot.status) standing.group.setAttribute("class", `place ${spot.status}`);
    if (!before) standing.group.dataset.place = spot.id;
    return standing;
  }

  #syncGroups(): void {
    const groups = this.#standing.map((one) => one.group).filter((group): group is SVGGElement => group !== null);
    const same = groups.length === this.#places.childNodes.length && groups.every((group, n) => this.#places.childNodes[n] === group);
    if (!same) this.#places.replaceChildren(...groups);
  }

  // ---------------------------------------------------------------- drawing

  #later(): void {
    this.#frame ||= requestAnimationFrame(() => this.draw());
  }

  draw(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    const ground = this.#ground.getContext("2d");
    if (ground && this.#basemap) this.#basemap.draw(ground, this.#view, this.#width, this.#height, devicePixelRatio, this.#colours);
    this.#lettering.drawScale(this.#view, this.#height);
    this.#drawPlaces();
  }

  /** All that a new day changes: the ground stays as it is. */
  #drawPlaces(): void {
    this.#placeSigns();
    const room = { view: this.#view, width: this.#width, height: this.#height, tools: this.#tools };
    const seen = this.#standing.filter((one) => one.seen);
    const marked = seen.map(({ spot, x, y, sign }) => {
      const chosen = spot.id === this.#chosen;
      return { spot, x, y, chosen, reach: sign.reach * this.#size + (chosen ? AROUND_CHOSEN : 0) };
    });
    this.#lettering.drawNames(marked, this.#basemap?.countries ?? [], room);
  }

  #placeSigns(): void {
    const { k, x, y } = this.#view;
    const context = this.#signs.hidden ? null : this.#signs.getContext("2d");
    context?.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
    context?.clearRect(0, 0, this.#width, this.#height);
    let chosen: Standing | null = null;
    for (const one of this.#standing) {
      one.x = one.worldX * k + x;
      one.y = one.worldY * k + y;
      one.seen = one.x > -20 && one.y > -20 && one.x < this.#width + 20 && one.y < this.#height + 20;
    }
    this.#size = sizeFor(this.#standing.filter((one) => one.seen));
    for (const one of this.#standing) {
      if (one.spot.id === this.#chosen) chosen = one;
      if (one.group) {
        const put = one.seen ? `translate(${one.x.toFixed(1)} ${one.y.toFixed(1)}) scale(${this.#size})` : "";
        if (put === one.put) continue;
        if (put) one.group.setAttribute("transform", put);
        if (!put || !one.put) one.group.setAttribute("display", put ? "inline" : "none");
        one.put = put;
      } else if (one.seen && context) this.#stamps.stamp(context, one.sign, one.x, one.y, this.#size);
    }
    this.#halo.setAttribute("visibility", chosen ? "visible" : "hidden");
    if (!chosen) return;
    this.#halo.setAttribute("cx", chosen.x.toFixed(1));
    this.#halo.setAttribute("cy", chosen.y.toFixed(1));
    this.#halo.setAttribute("r", String(chosen.sign.reach * this.#size + 5));
  }

  // ---------------------------------------------------------------- pointing and keys

  #near(event: MouseEvent): Standing | null {
    const { left, top } = this.#svg.getBoundingClientRect();
    const [x, y] = [event.clientX - left, event.clientY - top];
    let [best, least]: [Standing | null, number] = [null, 14 ** 2];
    for (const one of this.#standing) {
      const away = one.seen ? (one.x - x) ** 2 + (one.y - y) ** 2 : Infinity;
      if (away <= least) [best, least] = [one, away];
    }
    return best;
  }

  #point(one: Standing | null): void {
    if (one === this.#pointed) return;
    this.#pointed = one;
    this.#svg.classList.toggle("pointing", one !== null);
    this.#tip.hidden = !one;
    if (!one) return;
    this.#tip.textContent = describe(one.spot, this.#sides);
    this.#tip.style.left = `${Math.min(Math.max(one.x, 110), this.#width - 110)}px`;
    this.#tip.style.top = `${one.y}px`;
    this.#tip.classList.toggle("below", one.y < 70);
  }

  #key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const arrow = ({ ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] } as Record<string, [number, number]>)[event.key];
    if (arrow && event.shiftKey) this.#pan(...arrow);
    else if (arrow) this.#step(...arrow);
    else if (event.key === "+" || event.key === "=") this.zoomBy(1.6);
    else if (event.key === "-") this.zoomBy(1 / 1.6);
    else if (event.key === "0") {
      this.fit();
      this.#tellMoved();
    } else if (event.key === "Enter" || event.key === " ") {
      if (!this.#pointed) return;
      this.#events.choose(this.#pointed.spot.id, true);
    } else if (event.key === "Escape") this.#point(null);
    else return;
    event.preventDefault();
  }

  #pan(across: number, down: number): void {
    const [x, y] = [this.#width / 2 + across * 80, this.#height / 2 + down * 80];
    this.#moveTo(...this.#view.invert([x, y]), this.#view.k);
    this.#tellMoved();
  }

  /** To the nearest place in a direction: within 45 degrees of it first, sideways if there is none. */
  #step(across: number, down: number): void {
    const from = this.#pointed ?? this.#standing.find((one) => one.spot.id === this.#chosen);
    const [x, y] = from ? [from.x, from.y] : [this.#width / 2, this.#height / 2];
    let [best, least]: [Standing | null, number] = [null, Infinity];
    for (const one of this.#standing) {
      const along = (one.x - x) * across + (one.y - y) * down;
      const aside = Math.abs((one.x - x) * down) + Math.abs((one.y - y) * across);
      if (one === from || (from && along <= 0.5)) continue;
      const cost = from ? along + 2.5 * aside : Math.hypot(one.x - x, one.y - y);
      if (cost < least) [best, least] = [one, cost];
    }
    if (!best) return;
    if (!best.seen) {
      this.#moveTo(best.worldX, best.worldY, this.#view.k);
      this.draw();
      this.#tellMoved();
    }
    this.#point(best);
    this.#live.textContent = describe(best.spot, this.#sides);
  }

  #moveTo(worldX: number, worldY: number, k: number): void {
    const scale = Math.max(Math.min(k, CLOSEST), WIDEST);
    const next = zoomIdentity.translate(this.#width / 2 - worldX * scale, this.#height / 2 - worldY * scale).scale(scale);
    select<SVGSVGElement, unknown>(this.#svg).call((selection) => this.#zoom.transform(selection, next));
  }

  #tellMoved(): void {
    const [lon, lat] = unproject(...this.#view.invert([this.#width / 2, this.#height / 2]));
    this.#events.moved([lon, lat, Math.log2(this.#view.k)]);
  }
}

/** The size of signs that stand on a patch: full where they have room, half where they crowd. */
function sizeFor(seen: readonly Standing[]): number {
  if (seen.length < 40) return 1;
  const middle = (values: number[]): [number, number] => [values[Math.floor(values.length * 0.05)] ?? 0, values[Math.floor(values.length * 0.95)] ?? 0];
  const [west, east] = middle(seen.map((one) => one.x).sort((a, b) => a - b));
  const [north, south] = middle(seen.map((one) => one.y).sort((a, b) => a - b));
  const apart = Math.sqrt((Math.max(east - west, 1) * Math.max(south - north, 1)) / seen.length);
  return Math.round(Math.max(0.5, Math.min(1, apart / 26)) * 20) / 20;
}

function readColours(stage: HTMLElement): Colours {
  const style = getComputedStyle(stage);
  const read = (name: string): string => style.getPropertyValue(`--${name}`).trim() || "#888";
  return { sea: read("sea"), land: read("land"), border: read("border"), coast: read("coast"), paper: read("paper"), ink: read("ink") };
}
