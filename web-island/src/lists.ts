/** The table equal to the map, the list of changes beside it, and the key to its signs. */
import type { Change } from "./api";
import { putDay } from "./days";
import { howSure, NOBODY, putAge, putHolder, STATUS, type Sides, type Spot } from "./places";
import { makeSign, RADIUS, signOf, smallSign } from "./signs";

export function put<K extends keyof HTMLElementTagNameMap>(name: K, className = "", ...inside: (Node | string)[]): HTMLElementTagNameMap[K] {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...inside);
  return made;
}

/** Text of any script, kept from turning the text around it. */
export function isolate(text: string): HTMLElement {
  return put("bdi", "", text);
}

export function placeLink(id: string, name: string, on: string, known: string): HTMLAnchorElement {
  const link = put("a", "", isolate(name));
  link.href = `/places/${encodeURIComponent(id)}?on=${on}&known=${known}`;
  link.dataset.place = id;
  return link;
}

export class PlaceTable {
  readonly #body: HTMLTableSectionElement;
  readonly #rows = new Map<string, { row: HTMLTableRowElement; said: string }>();

  constructor(table: HTMLTableElement) {
    this.#body = table.tBodies[0] ?? table.createTBody();
  }

  /** Only rows that say something new are made again. */
  show(spots: readonly Spot[], sides: Sides, on: string, known: string): void {
    const order = new Intl.Collator("en");
    const sorted = [...spots].sort((a, b) => order.compare(a.name, b.name));
    const rows = sorted.map((spot) => this.#row(spot, sides, on, known));
    const there = this.#body.children;
    if (rows.length !== there.length || rows.some((row, n) => there[n] !== row)) this.#body.replaceChildren(...rows);
  }

  #row(spot: Spot, sides: Sides, on: string, known: string): HTMLTableRowElement {
    const cells: [string, string, string][] = [
      ["Holder", putHolder(spot, sides), ""],
      ["How sure", howSure(spot), ""],
      ["Since", putDay(spot.since, true), "day"],
      ["Origins", String(spot.origins), "number"],
    ];
    const sign = signOf(spot, sides, RADIUS);
    const age = putAge(spot.age);
    const said = [spot.name, sign.key, ...cells.map(([, text]) => text), spot.newest, age, on, known].join("|");
    const kept = this.#rows.get(spot.id);
    if (kept?.said === said) return kept.row;
    const row = kept?.row ?? put("tr");
    row.dataset.place = spot.id;
    const head = put("th", "", placeLink(spot.id, spot.name, on, known), " ", put("span", "soft", isolate(spot.region)));
    head.scope = "row";
    const status = put("td", "", put("span", "status", smallSign(sign), put("span", "", STATUS[spot.status])));
    status.dataset.label = "Status";
    const rest = cells.map(([label, text, className]) => {
      const cell = put("td", text === "–" ? `${className} empty` : className, isolate(text));
      cell.dataset.label = label;
      return cell;
    });
    const newest = put("td", "day", putDay(spot.newest, true), " ", put("span", "soft", age));
    newest.dataset.label = "Newest evidence";
    row.replaceChildren(head, status, ...rest, newest);
    this.#rows.set(spot.id, { row, said });
    return row;
  }
}

export function showChanges(section: HTMLElement, changes: readonly Change[], on: string, known: string): void {
  const title = section.querySelector("h2");
  const list = put("ul", "", ...changes.map((change) => put("li", "", placeLink(change.place_id, change.place, on, known), " ", isolate(change.what))));
  section.replaceChildren(...(title ? [title] : []), changes.length ? list : put("p", "soft", "None."));
}

export function showKey(key: HTMLElement, spots: readonly Spot[], sides: Sides): void {
  const keys = [...new Set(spots.flatMap((spot) => spot.camps))].sort();
  const grey = (status: Spot["status"], opacity = 1, area = false): Node => smallSign(makeSign(status, [NOBODY], opacity, RADIUS, area));
  const entries = (list: [Node, string][]): HTMLUListElement => put("ul", "", ...list.map(([sign, words]) => put("li", "", sign, isolate(words))));
  const signs: [Node, string][] = [
    [grey("held"), "held"],
    [grey("contested"), "contested, in the colours of both sides"],
    [grey("besieged"), "besieged"],
    [grey("claimed_unconfirmed"), "claimed, unconfirmed"],
    [grey("unknown"), "unknown"],
    [grey("no_report"), "no report"],
    [grey("held", 0.4), "paler: older evidence"],
  ];
  if (spots.some((spot) => spot.area)) signs.push([grey("held", 1, true), "a province or region"]);
  key.replaceChildren(
    entries(keys.map((side) => [smallSign(makeSign("held", [sides.get(side)], 1, RADIUS)), sides.name(side)])),
    entries(signs),
  );
}
