/** The sign of a place: hue and shape say which side, fill and outline how sure, paleness how old (decision 0041). */
import { NOBODY, opacityOf, type Shape, type Side, type Sides, type Spot, type Status } from "./places";

export const RADIUS = 6.5;
export const RING = 4.5;
const SVG = "http://www.w3.org/2000/svg";
const CORNERS: Record<string, [corners: number, turn: number, size: number]> = {
  diamond: [4, 0, 1.22],
  triangle: [3, -90, 1.32],
  hexagon: [6, 0, 1.08],
};

/** The outline of a shape around (0, 0), as an SVG path; the same measures as export/symbols.py. */
export function outline(shape: Shape, radius: number): string {
  if (shape === "circle") return `M${-radius} 0a${radius} ${radius} 0 1 0 ${2 * radius} 0a${radius} ${radius} 0 1 0 ${-2 * radius} 0z`;
  if (shape === "square") {
    const half = radius * 0.89;
    return `M${-half} ${-half}h${2 * half}v${2 * half}h${-2 * half}z`;
  }
  const [corners, turn, size] = CORNERS[shape] ?? [4, 0, 1.22];
  const drop = shape === "triangle" ? radius * 0.2 : 0;
  const points = Array.from({ length: corners }, (_, n) => {
    const angle = ((turn + (360 / corners) * n) * Math.PI) / 180;
    return `${(radius * size * Math.cos(angle)).toFixed(2)} ${(drop + radius * size * Math.sin(angle)).toFixed(2)}`;
  });
  return `M${points.join("L")}z`;
}

/** One stroke or fill of a sign. `fill` and `stroke` are colours, or "paper" and "ink" of the page, or "hatch". */
export interface Stroke {
  path: string;
  fill: string;
  stroke: string;
  width: number;
  dash: string;
  opacity: number;
}

export interface Sign {
  /** The same for signs that look the same. */
  key: string;
  strokes: readonly Stroke[];
  /** The two colours of the hatch ("paper" for none), if there is one. */
  hatch: readonly [string, string] | null;
  reach: number;
}

const known = new Map<string, Sign>();

export function signOf(spot: Spot, sides: Sides, radius: number): Sign {
  return makeSign(spot.status, spot.camps.map((key) => sides.get(key)), opacityOf(spot.age), radius, spot.area);
}

/** `camps`: holder or claimant first, rivals after. */
export function makeSign(status: Status, camps: readonly Side[], opacity: number, radius: number, area = false): Sign {
  const pale = Math.round(opacity * 20) / 20;
  const key = [status, ...camps.map((side) => side.colour + side.shape), pale, radius, area].join("|");
  let sign = known.get(key);
  if (!sign) {
    sign = draw(key, status, camps, pale, radius, area);
    known.set(key, sign);
  }
  return sign;
}

function draw(key: string, status: Status, camps: readonly Side[], opacity: number, radius: number, area: boolean): Sign {
  const side = camps[0] ?? NOBODY;
  const body = outline(side.shape, radius);
  const rim: Stroke = { path: body, fill: side.colour, stroke: "ink", width: 0.9, dash: "", opacity };
  const strokes: Stroke[] = [];
  let hatch: [string, string] | null = null;
  if (status === "held") strokes.push(rim);
  else if (status === "besieged") {
    strokes.push({ path: outline("circle", radius + RING), fill: "none", stroke: "ink", width: 1.7, dash: "", opacity: 1 }, rim);
  } else if (status === "contested") {
    hatch = [side.colour, camps[1]?.colour ?? "paper"];
    strokes.push({ ...rim, fill: "hatch", width: 1.5 });
  } else if (status === "claimed_unconfirmed") {
    strokes.push({ path: body, fill: "paper", stroke: side.colour, width: 2, dash: "3.2 2", opacity });
    const rival = camps[1];
    if (rival) strokes.push({ path: outline(rival.shape, radius * 0.5), fill: "none", stroke: rival.colour, width: 1.6, dash: "2 1.2", opacity });
  } else if (status === "no_report") {
    strokes.push({ path: outline("circle", radius * 0.35), fill: NOBODY.colour, stroke: "none", width: 0, dash: "", opacity: 1 });
  } else {
    strokes.push({ path: outline("circle", radius * 0.8), fill: "paper", stroke: NOBODY.colour, width: 1.6, dash: "", opacity: 1 });
  }
  if (area) strokes.push({ path: `M-9 ${radius + 4}h18`, fill: "none", stroke: "ink", width: 1.4, dash: "", opacity: 1 });
  return { key, strokes, hatch, reach: radius + (status === "besieged" || area ? RING + 1 : 1.5) };
}

const models = new Map<string, SVGGElement>();

/** Fills an SVG group with a sign; patterns go to `defs`, one for each pair of colours. */
export function fillGroup(group: SVGGElement, sign: Sign, defs: SVGDefsElement): void {
  let model = models.get(sign.key);
  if (!model) {
    model = document.createElementNS(SVG, "g");
    model.append(...sign.strokes.map((stroke) => makePath(stroke, sign, defs)));
    models.set(sign.key, model);
  }
  group.replaceChildren(...Array.from(model.childNodes, (node) => node.cloneNode()));
}

function makePath(stroke: Stroke, sign: Sign, defs: SVGDefsElement): SVGPathElement {
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", stroke.path);
  const classes = [stroke.fill === "paper" ? "paper" : "", stroke.stroke === "ink" ? "ink" : ""].filter(Boolean);
  if (classes.length) path.setAttribute("class", classes.join(" "));
  if (stroke.fill === "hatch" && sign.hatch) path.setAttribute("fill", `url(#${patternFor(sign.hatch, defs)})`);
  else if (stroke.fill !== "paper") path.setAttribute("fill", stroke.fill);
  if (stroke.stroke !== "ink" && stroke.stroke !== "none") path.setAttribute("stroke", stroke.stroke);
  if (stroke.width) path.setAttribute("stroke-width", String(stroke.width));
  if (stroke.dash) path.setAttribute("stroke-dasharray", stroke.dash);
  if (stroke.opacity < 1) path.setAttribute("opacity", String(stroke.opacity));
  return path;
}

function patternFor(hatch: readonly [string, string], defs: SVGDefsElement): string {
  const id = `hatch-${hatch.join("-").replace(/#/g, "")}`;
  if (defs.querySelector(`#${id}`)) return id;
  const pattern = document.createElementNS(SVG, "pattern");
  const made: [string, string][] = [["id", id], ["width", "6"], ["height", "6"], ["patternUnits", "userSpaceOnUse"], ["patternTransform", "rotate(45)"]];
  made.forEach(([name, value]) => pattern.setAttribute(name, value));
  for (const [x, width, colour] of [[0, 6, "paper"], [0, 1.8, hatch[0]], [3, 1.8, hatch[1]]] as const) {
    const rect = document.createElementNS(SVG, "rect");
    rect.setAttribute("x", String(x));
    rect.setAttribute("width", String(width));
    rect.setAttribute("height", "6");
    if (colour === "paper") rect.setAttribute("class", "paper");
    else rect.setAttribute("fill", colour);
    pattern.append(rect);
  }
  defs.append(pattern);
  return id;
}

/** A sign alone in an SVG of 24 by 24, for tables and the key. */
export function smallSign(sign: Sign): SVGSVGElement {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "sign");
  svg.setAttribute("viewBox", "-12 -12 24 24");
  svg.setAttribute("aria-hidden", "true");
  const group = document.createElementNS(SVG, "g");
  const shared = document.querySelector<SVGDefsElement>("#map defs");
  fillGroup(group, sign, shared ?? document.createElementNS(SVG, "defs"));
  svg.append(group);
  return svg;
}

/** Draws signs on a canvas from pictures kept for each kind of sign. */
export class Stamps {
  readonly #pictures = new Map<string, HTMLCanvasElement>();
  readonly #ratio: number;
  readonly #colours: { paper: string; ink: string };

  constructor(ratio: number, colours: { paper: string; ink: string }) {
    this.#ratio = ratio;
    this.#colours = colours;
  }

  stamp(context: CanvasRenderingContext2D, sign: Sign, x: number, y: number, size: number): void {
    const half = sign.reach + 4;
    const shown = half * size;
    context.drawImage(this.#picture(sign, half), x - shown, y - shown, 2 * shown, 2 * shown);
  }

  #picture(sign: Sign, half: number): HTMLCanvasElement {
    let picture = this.#pictures.get(sign.key);
    if (!picture) {
      picture = document.createElement("canvas");
      picture.width = picture.height = Math.ceil(2 * half * this.#ratio);
      const context = picture.getContext("2d");
      if (context) {
        context.scale(this.#ratio, this.#ratio);
        context.translate(half, half);
        for (const stroke of sign.strokes) this.#stroke(context, stroke, sign);
      }
      this.#pictures.set(sign.key, picture);
    }
    return picture;
  }

  #stroke(context: CanvasRenderingContext2D, stroke: Stroke, sign: Sign): void {
    const path = new Path2D(stroke.path);
    context.globalAlpha = stroke.opacity;
    if (stroke.fill === "hatch" && sign.hatch) this.#hatch(context, path, sign.hatch);
    else if (stroke.fill !== "none") {
      context.fillStyle = stroke.fill === "paper" ? this.#colours.paper : stroke.fill;
      context.fill(path);
    }
    if (stroke.stroke === "none") return;
    context.strokeStyle = stroke.stroke === "ink" ? this.#colours.ink : stroke.stroke;
    context.lineWidth = stroke.width;
    context.setLineDash(stroke.dash ? stroke.dash.split(" ").map(Number) : []);
    context.stroke(path);
  }

  #hatch(context: CanvasRenderingContext2D, path: Path2D, hatch: readonly [string, string]): void {
    context.save();
    context.clip(path);
    context.fillStyle = this.#colours.paper;
    context.fillRect(-20, -20, 40, 40);
    context.rotate(Math.PI / 4);
    for (let x = -24; x < 24; x += 6) {
      hatch.forEach((colour, n) => {
        context.fillStyle = colour === "paper" ? this.#colours.paper : colour;
        context.fillRect(x + 3 * n, -24, 1.8, 48);
      });
    }
    context.restore();
  }
}
