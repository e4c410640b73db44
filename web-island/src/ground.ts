/** What lies under the signs: land, coasts, borders (dashed where in dispute), lines of provinces, names of countries. */
import { geoMercatorRaw } from "d3-geo";
import type { ZoomTransform } from "d3-zoom";

interface Packed {
  lines: string[];
  kinds: string;
  rings: number[][];
  names: [string, number, number, number][];
  provinces: string[];
}

interface Drawn {
  fine: Path2D;
  coarse: Path2D;
  /** West, north, east, south in world units. */
  box: readonly [number, number, number, number];
}

export interface Country {
  name: string;
  x: number;
  y: number;
  /** In world units. */
  width: number;
}

export interface Colours {
  sea: string;
  land: string;
  border: string;
  coast: string;
  paper: string;
  ink: string;
}

// The types of d3-geo take the raw projection for a function that makes one.
const mercator = geoMercatorRaw as unknown as (lambda: number, phi: number) => [number, number];

/** World units are radians of longitude, Mercator, y down. */
export function project(lon: number, lat: number): [number, number] {
  const [x, y] = mercator((lon * Math.PI) / 180, (Math.max(Math.min(lat, 84), -84) * Math.PI) / 180);
  return [x, -y];
}

export function unproject(x: number, y: number): [number, number] {
  return [(x * 180) / Math.PI, ((2 * Math.atan(Math.exp(-y)) - Math.PI / 2) * 180) / Math.PI];
}

/** Below this scale (pixels a radian) the coarse lines are drawn, and no provinces. */
const COARSE_BELOW = 1200;
const COARSE_STEP = 0.0012;

export class Ground {
  readonly countries: readonly Country[];
  readonly #rings: Drawn[];
  readonly #lines: Record<string, Drawn[]> = { c: [], b: [], d: [] };
  #provinces: Drawn[] | null = null;
  readonly #packed: Packed;

  constructor(packed: Packed) {
    this.#packed = packed;
    const lines = packed.lines.map(unpack);
    lines.forEach((line, n) => this.#lines[packed.kinds[n] ?? "c"]?.push(makeDrawn(line, false)));
    this.#rings = packed.rings.map((indices) => makeDrawn(join(indices, lines), true));
    this.countries = packed.names.map(([name, lon, lat, width]) => {
      const [x, y] = project(lon, lat);
      return { name, x, y, width: (width * Math.PI) / 180 };
    });
  }

  draw(context: CanvasRenderingContext2D, view: ZoomTransform, width: number, height: number, ratio: number, colours: Colours): void {
    const box = [view.invertX(0), view.invertY(0), view.invertX(width), view.invertY(height)] as const;
    const coarse = view.k < COARSE_BELOW;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.fillStyle = colours.sea;
    context.fillRect(0, 0, width * ratio, height * ratio);
    context.setTransform(view.k * ratio, 0, 0, view.k * ratio, view.x * ratio, view.y * ratio);
    context.fillStyle = colours.land;
    const land = new Path2D();
    for (const ring of this.#rings) if (touches(ring.box, box)) land.addPath(coarse ? ring.coarse : ring.fine);
    context.fill(land, "evenodd");
    const stroke = (lines: Drawn[], colour: string, wide: number, dash: number[]): void => {
      context.strokeStyle = colour;
      context.lineWidth = wide / view.k;
      context.setLineDash(dash.map((part) => part / view.k));
      for (const line of lines) if (touches(line.box, box)) context.stroke(coarse ? line.coarse : line.fine);
    };
    context.lineJoin = "round";
    context.lineCap = "butt";
    if (!coarse) stroke(this.#provinceLines(), colours.border, 0.8, [1, 2.6]);
    stroke(this.#lines.c ?? [], colours.coast, 0.7, []);
    stroke(this.#lines.b ?? [], colours.border, 1.2, []);
    stroke(this.#lines.d ?? [], colours.border, 1.4, [5, 3.5]);
    context.setLineDash([]);
  }

  #provinceLines(): Drawn[] {
    this.#provinces ??= this.#packed.provinces.map((packed) => makeDrawn(unpack(packed), false));
    return this.#provinces;
  }
}

function touches(one: Drawn["box"], other: readonly [number, number, number, number]): boolean {
  return one[0] <= other[2] && one[2] >= other[0] && one[1] <= other[3] && one[3] >= other[1];
}

/** The inverse of pack_line in scripts/compile_basemap.py, then the projection: x, y, x, y … */
function unpack(packed: string): Float64Array {
  const found: number[] = [];
  let at = 0;
  let lon = 0;
  let lat = 0;
  const step = (): number => {
    let value = 0;
    let shift = 0;
    let letter: number;
    do {
      letter = packed.charCodeAt(at++) - 63;
      value |= (letter & 0x1f) << shift;
      shift += 5;
    } while (letter >= 0x20);
    return value & 1 ? ~(value >> 1) : value >> 1;
  };
  while (at < packed.length) {
    lon += step();
    lat += step();
    const [x, y] = project(lon / 100, lat / 100);
    found.push(x, y);
  }
  return Float64Array.from(found);
}

function join(indices: number[], lines: Float64Array[]): Float64Array {
  const points: number[] = [];
  for (const index of indices) {
    const line = lines[index >= 0 ? index : ~index] ?? new Float64Array();
    for (let n = 0; n < line.length; n += 2) {
      const from = index >= 0 ? n : line.length - 2 - n;
      points.push(line[from] ?? 0, line[from + 1] ?? 0);
    }
  }
  return Float64Array.from(points);
}

function makeDrawn(points: Float64Array, closed: boolean): Drawn {
  let [west, north, east, south] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let n = 0; n < points.length; n += 2) {
    const [x = 0, y = 0] = [points[n], points[n + 1]];
    west = Math.min(west, x);
    east = Math.max(east, x);
    north = Math.min(north, y);
    south = Math.max(south, y);
  }
  // Paths are made at the first use: most of the world is never looked at.
  let fine: Path2D | null = null;
  let coarse: Path2D | null = null;
  return {
    box: [west, north, east, south],
    get fine(): Path2D {
      return (fine ??= trace(points, closed, 0));
    },
    get coarse(): Path2D {
      return (coarse ??= trace(points, closed, COARSE_STEP));
    },
  };
}

/** A path that leaves out points nearer than `step` to the last one kept. */
function trace(points: Float64Array, closed: boolean, step: number): Path2D {
  const path = new Path2D();
  let [lastX, lastY] = [Infinity, Infinity];
  for (let n = 0; n < points.length; n += 2) {
    const [x = 0, y = 0] = [points[n], points[n + 1]];
    const last = n + 2 >= points.length;
    if (n === 0) path.moveTo(x, y);
    else if (last || Math.abs(x - lastX) + Math.abs(y - lastY) > step) path.lineTo(x, y);
    else continue;
    [lastX, lastY] = [x, y];
  }
  if (closed) path.closePath();
  return path;
}
