/** The few questions that the island asks its own server; answers on past days are kept for this visit. */
import type { FeatureCollection, Point } from "geojson";
import { readSpots, type Side, type Spot } from "./places";

export interface Change {
  place: string;
  place_id: string;
  what: string;
}

export interface Count {
  day: string;
  claims: number;
}

const KEPT = 60;

export class Api {
  readonly #spots = new Map<string, Spot[]>();

  async spots(on: string, known: string, signal?: AbortSignal): Promise<Spot[]> {
    const address = `/api/v1/collections/estimates/items?on=${on}&known=${known}`;
    const kept = this.#spots.get(address);
    if (kept) return kept;
    const spots: Spot[] = [];
    let next: string | null = address;
    while (next) {
      const page: Page = (await ask(next, signal)) as Page;
      spots.push(...readSpots(page as Parameters<typeof readSpots>[0]));
      next = nextPage(page);
    }
    this.#spots.set(address, spots);
    if (this.#spots.size > KEPT) this.#spots.delete([...this.#spots.keys()][0] ?? "");
    return spots;
  }

  /** The ledger may have changed. */
  forget(): void {
    this.#spots.clear();
  }

  async sides(): Promise<Side[]> {
    return listOf<Side>(await ask("/api/v1/sides"), "sides");
  }

  async histogram(): Promise<Count[]> {
    return listOf<Count>(await ask("/api/v1/histogram"), "days");
  }

  async changes(since: string, on: string, known: string, signal?: AbortSignal): Promise<Change[]> {
    return listOf<Change>(await ask(`/api/v1/changes?since=${since}&on=${on}&known=${known}`, signal), "changes");
  }

  async card(place: string, on: string, known: string, signal?: AbortSignal): Promise<string> {
    const answer = await fetch(`/places/${encodeURIComponent(place)}/card?on=${on}&known=${known}`, { signal: signal ?? null });
    if (!answer.ok) throw new Error(await reason(answer));
    return answer.text();
  }
}

interface Page extends FeatureCollection<Point> {
  links?: { rel: string; href: string }[];
}

/** The address of the next page, only ever on this host. */
function nextPage(page: Page): string | null {
  const href = page.links?.find((link) => link.rel === "next")?.href;
  if (!href) return null;
  const address = new URL(href, location.href);
  return address.pathname + address.search;
}

async function ask(address: string, signal?: AbortSignal): Promise<unknown> {
  const answer = await fetch(address, { headers: { Accept: "application/json, application/geo+json" }, signal: signal ?? null });
  if (!answer.ok) throw new Error(await reason(answer));
  return answer.json();
}

async function reason(answer: Response): Promise<string> {
  return `The server answered ${answer.status} ${answer.statusText}.`;
}

function listOf<T>(answer: unknown, key: string): T[] {
  if (Array.isArray(answer)) return answer as T[];
  const wrapped = answer as Record<string, unknown>;
  const list = wrapped[key] ?? wrapped.items ?? [];
  return Array.isArray(list) ? (list as T[]) : [];
}
