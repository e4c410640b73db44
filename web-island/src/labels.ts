/** Where names go, so that none lies on a sign, on another name or outside the map (after Imhof 1975). */
export interface Wanted {
  text: string;
  x: number;
  y: number;
  reach: number;
}

export interface Placed {
  wanted: Wanted;
  x: number;
  y: number;
  anchor: "start" | "middle" | "end";
}

export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** Right, left, above, below, corners. */
const NEAR: readonly (readonly [number, number])[] = [[1, 0], [-1, 0], [0, -1], [0, 1], [0.8, -0.7], [-0.8, -0.7], [0.8, 0.7], [-0.8, 0.7]];
const CELL = 48;
const ASCENT = 0.86;
const DESCENT = 0.3;

/** Boxes by the cells of a grid that they touch, so that a collision is found without looking at all of them. */
export class Taken {
  readonly #cells = new Map<number, Box[]>();

  add(box: Box): void {
    this.#visit(box, (boxes) => {
      boxes.push(box);
      return false;
    });
  }

  hits(box: Box): boolean {
    return this.#visit(box, (boxes) =>
      boxes.some((other) => box.left < other.right && other.left < box.right && box.top < other.bottom && other.top < box.bottom),
    );
  }

  #visit(box: Box, look: (boxes: Box[]) => boolean): boolean {
    for (let column = Math.floor(box.left / CELL); column <= Math.floor(box.right / CELL); column++) {
      for (let row = Math.floor(box.top / CELL); row <= Math.floor(box.bottom / CELL); row++) {
        const key = column * 10_000 + row;
        let boxes = this.#cells.get(key);
        if (!boxes) this.#cells.set(key, (boxes = []));
        if (look(boxes)) return true;
      }
    }
    return false;
  }
}

/** Each name at the first free spot, in the order given; one that fits nowhere is left out. */
export function placeLabels(wanted: readonly Wanted[], taken: Taken, size: number, measure: (text: string) => number, width: number, height: number): Placed[] {
  const placed: Placed[] = [];
  for (const want of wanted) {
    const wide = measure(want.text);
    for (const [across, down] of NEAR) {
      const gap = want.reach + (across ? 3 : 2);
      const anchor = across === 0 ? "middle" : across > 0 ? "start" : "end";
      const x = want.x + across * gap;
      const left = anchor === "middle" ? x - wide / 2 : anchor === "start" ? x : x - wide;
      const lift = across ? ((ASCENT - DESCENT) / 2) * size : down > 0 ? ASCENT * size : -DESCENT * size;
      const y = want.y + down * gap + lift;
      const box = { left, top: y - ASCENT * size, right: left + wide, bottom: y + DESCENT * size };
      const inside = box.left > 2 && box.top > 2 && box.right < width - 2 && box.bottom < height - 2;
      if (!inside || taken.hits(box)) continue;
      taken.add(box);
      placed.push({ wanted: want, x, y, anchor });
      break;
    }
  }
  return placed;
}
