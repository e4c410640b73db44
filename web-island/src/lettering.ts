/** What is written on the map: names of places and countries, and the scale. */
import { geoDistance } from "d3-geo";
import type { ZoomTransform } from "d3-zoom";
import { unproject, type Country } from "./ground";
import { placeLabels, Taken, type Box, type Placed, type Wanted } from "./labels";
import type { Spot } from "./places";

const SVG = "http://www.w3.org/2000/svg";
const NAMES_AT_MOST = 160;
const NAME_SIZE = 12;
const NAME_FONT = `600 ${NAME_SIZE}px system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", "DejaVu Sans", sans-serif`;
const COUNTRY_FONT = NAME_FONT.replace(`600 ${NAME_SIZE}px`, "13px");
const EARTH_KM = 6371;
/** The room of the scale, from the lower left corner. */
const SCALE = { wide: 170, tall: 26 };

/** A sign in view, with the room that it takes. */
export interface Marked {
  spot: Spot;
  x: number;
  y: number;
  reach: number;
  chosen: boolean;
}

export interface Room {
  view: ZoomTransform;
  width: number;
  height: number;
  /** What the buttons cover. */
  tools: Box | null;
}

interface Name extends Wanted {
  of: Marked;
}

export class Lettering {
  readonly countries = group("countries");
  readonly names = group("names");
  readonly scale = group("scale");
  readonly #measure = measurer();
  readonly #written = new Map<string, { said: string; shown: SVGTextElement }>();

  drawNames(marked: readonly Marked[], countries: readonly Country[], room: Room): void {
    const taken = new Taken();
    for (const { x, y, reach } of marked) taken.add({ left: x - reach, top: y - reach, right: x + reach, bottom: y + reach });
    taken.add({ left: 0, top: room.height - SCALE.tall, right: SCALE.wide, bottom: room.height });
    if (room.tools) taken.add(room.tools);
    const wanted: Name[] = [...marked]
      .sort((a, b) => weigh(b) - weigh(a) || (a.spot.name < b.spot.name ? -1 : 1))
      .slice(0, 3 * NAMES_AT_MOST)
      .map((one) => ({ text: one.spot.name, x: one.x, y: one.y, reach: one.reach, of: one }));
    const placed = placeLabels(wanted, taken, NAME_SIZE, (text) => this.#measure(text, NAME_FONT), room.width, room.height);
    this.#write(placed.slice(0, NAMES_AT_MOST));
    this.#drawCountries(countries, taken, room);
  }

  /** Only names that moved or changed are touched: new text is laid out anew, and that is slow. */
  #write(placed: readonly Placed[]): void {
    const gone = new Map(this.#written);
    for (const name of placed) {
      const { spot, chosen } = (name.wanted as Name).of;
      const look = `name${spot.area ? " area" : ""}${chosen ? " chosen" : ""}`;
      const said = [spot.name, name.x.toFixed(1), name.y.toFixed(1), name.anchor, look].join("|");
      const before = gone.get(spot.id);
      gone.delete(spot.id);
      if (before?.said === said) continue;
      const shown = write(spot.name, name.x, name.y, name.anchor);
      shown.setAttribute("class", look);
      before?.shown.remove();
      this.names.append(shown);
      this.#written.set(spot.id, { said, shown });
    }
    for (const [key, { shown }] of gone) {
      shown.remove();
      this.#written.delete(key);
    }
  }

  /** The names of countries that have room for them, in the middle or a little above or below. */
  #drawCountries(countries: readonly Country[], taken: Taken, { view, width, height }: Room): void {
    const shown: SVGTextElement[] = [];
    for (const country of countries) {
      const wide = this.#measure(country.name.toUpperCase(), COUNTRY_FONT) + 2 * country.name.length + 8;
      if (wide > country.width * view.k * 0.9) continue;
      const [x, y] = view.apply([country.x, country.y]);
      for (const lift of [0, -24, 24, -48, 48]) {
        const box = { left: x - wide / 2, right: x + wide / 2, top: y + lift - 12, bottom: y + lift + 8 };
        if (box.left < 4 || box.right > width - 4 || box.top < 4 || box.bottom > height - 4 || taken.hits(box)) continue;
        taken.add(box);
        shown.push(write(country.name, x, y + lift, "middle"));
        break;
      }
    }
    this.countries.replaceChildren(...shown);
  }

  /** A round number of kilometres along the lower edge. */
  drawScale(view: ZoomTransform, height: number): void {
    const y = height - 12;
    const [one, two] = [view.invert([10, y]), view.invert([110, y])];
    const km = (geoDistance(unproject(...one), unproject(...two)) * EARTH_KM) / 100;
    if (!(km > 0)) return;
    const step = 10 ** Math.floor(Math.log10(km * 120));
    const round = [5, 2, 1].map((factor) => factor * step).find((length) => length <= km * 120) ?? step;
    const wide = round / km;
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", `M10 ${y - 5}v5h${wide.toFixed(1)}v-5`);
    this.scale.replaceChildren(path, write(`${round} km`, 15 + wide, y, "start"));
  }
}

/** Of two names the heavier chooses first: the chosen place, settlements before areas, large before small. */
function weigh({ spot, chosen }: Marked): number {
  return (chosen ? 1e12 : 0) + (spot.area ? 0 : 1e9) + spot.population + spot.origins;
}

function group(name: string): SVGGElement {
  const made = document.createElementNS(SVG, "g");
  made.setAttribute("class", name);
  return made;
}

function write(text: string, x: number, y: number, anchor: string): SVGTextElement {
  const shown = document.createElementNS(SVG, "text");
  shown.textContent = text;
  shown.setAttribute("x", x.toFixed(1));
  shown.setAttribute("y", y.toFixed(1));
  shown.setAttribute("text-anchor", anchor);
  return shown;
}

function measurer(): (text: string, font: string) => number {
  const context = document.createElement("canvas").getContext("2d");
  const known = new Map<string, number>();
  return (text, font) => {
    const key = font + text;
    let width = known.get(key);
    if (width === undefined) {
      if (context) context.font = font;
      // A little air: the page may draw the halo around the letters.
      width = (context?.measureText(text).width ?? text.length * 7) + 4;
      known.set(key, width);
    }
    return width;
  };
}
