/** What the API says of places, sides and changes, as the island uses it; and how that is put into words. */
import type { FeatureCollection, Point } from "geojson";

export type Status = "held" | "contested" | "besieged" | "claimed_unconfirmed" | "unknown" | "no_report";

export const STATUS: Record<Status, string> = {
  held: "held",
  contested: "contested",
  besieged: "besieged",
  claimed_unconfirmed: "claimed, unconfirmed",
  unknown: "unknown",
  no_report: "no report",
};

export interface Side {
  key: string;
  name: string;
  colour: string;
  shape: Shape;
}

export type Shape = "circle" | "square" | "diamond" | "triangle" | "hexagon";

export const NOBODY: Side = { key: "", name: "nobody named", colour: "#767676", shape: "circle" };

export interface Spot {
  id: string;
  name: string;
  region: string;
  lon: number;
  lat: number;
  status: Status;
  /** Keys of the sides that its sign shows, at most two. */
  camps: readonly string[];
  holder: string;
  claimedBy: readonly string[];
  probability: number;
  since: string;
  newest: string;
  age: number | null;
  origins: number;
  population: number;
  area: boolean;
}

interface Properties {
  place: string;
  place_id: string;
  country?: string;
  admin1?: string;
  kind?: string;
  population?: number;
  status: Status;
  side?: string;
  holder?: string;
  holders?: Record<string, number> | null;
  claimed_by?: string[] | null;
  probability: number;
  since?: string | null;
  last_evidence?: string | null;
  age_days?: number | null;
  origins?: number;
}

const AREAS = new Set(["province", "district", "region", "country"]);

export function readSpots(collection: FeatureCollection<Point, Properties>): Spot[] {
  return collection.features.filter((feature) => feature.geometry).map((feature) => {
    const given = feature.properties;
    const holder = given.side ?? given.holder ?? "";
    const claimedBy = given.claimed_by ?? [];
    const area = AREAS.has(given.kind ?? "");
    return {
      id: given.place_id,
      name: given.place,
      region: [area ? "" : given.admin1, given.country].filter(Boolean).join(", "),
      lon: feature.geometry.coordinates[0] ?? 0,
      lat: feature.geometry.coordinates[1] ?? 0,
      status: given.status,
      camps: findCamps(given.status, holder, Object.keys(given.holders ?? {}), claimedBy),
      holder,
      claimedBy,
      probability: given.probability,
      since: given.since ?? "",
      newest: given.last_evidence ?? "",
      age: given.age_days ?? null,
      origins: given.origins ?? 0,
      population: given.population ?? 0,
      area,
    };
  });
}

/** The holder; or the claimants; or, where it is contested, the rivals (as export/symbols.py has it). */
export function findCamps(status: Status, holder: string, holders: string[], claimedBy: string[]): string[] {
  let keys = holder && status !== "claimed_unconfirmed" ? [holder] : [holder, ...claimedBy];
  if (status === "contested") keys = [holder, ...holders, ...claimedBy];
  return [...new Set(keys.filter(Boolean))].slice(0, 2);
}

/** 1 for evidence of today, falling to .4 for evidence of sixty days ago and older. */
export function opacityOf(age: number | null): number {
  return age === null ? 0.4 : Math.max(1 - (Math.max(age, 0) / 60) * 0.6, 0.4);
}

export class Sides {
  readonly #byKey: Map<string, Side>;

  constructor(sides: readonly Side[]) {
    this.#byKey = new Map(sides.map((side) => [side.key, side]));
  }

  get(key: string): Side {
    return this.#byKey.get(key) ?? { ...NOBODY, key, name: this.name(key) };
  }

  /** A side's name; its key in readable form when nothing names it. */
  name(key: string): string {
    return this.#byKey.get(key)?.name ?? (key.split(":").pop() ?? key).replace(/-/g, " ");
  }
}

export function howSure(spot: Spot): string {
  if (!spot.holder || spot.probability < 0.6) return "cannot tell";
  const words = spot.probability >= 0.95 ? "very likely" : spot.probability >= 0.8 ? "likely" : "more likely than not";
  return `${words} (${Math.round(spot.probability * 100)}%)`;
}

export function putHolder(spot: Spot, sides: Sides): string {
  if (spot.holder && spot.status !== "claimed_unconfirmed") return sides.name(spot.holder);
  const claimants = spot.claimedBy.length ? spot.claimedBy : spot.camps;
  return claimants.length ? `claimed by ${claimants.map((key) => sides.name(key)).join(" and ")}` : "–";
}

export function putAge(age: number | null): string {
  if (age === null) return "none";
  return age === 0 ? "today" : age < 0 ? "later" : `${age} day${age === 1 ? "" : "s"} old`;
}

/** One line on a place, for a tooltip and for those who hear the map. */
export function describe(spot: Spot, sides: Sides): string {
  const holder = putHolder(spot, sides);
  const by = holder === "–" ? "" : spot.status === "claimed_unconfirmed" ? ` (${holder})` : ` by ${holder}`;
  const sure = spot.holder && spot.probability >= 0.6 ? `, ${howSure(spot)}` : "";
  return `${spot.name}: ${STATUS[spot.status]}${by}${sure}; newest evidence ${putAge(spot.age)}`;
}
