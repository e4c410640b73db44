/** The whole view in the address of the page, so that it can be sent to somebody else. */
import { isDay } from "./days";

export interface View {
  on: string;
  known: string;
  place: string;
  /** Longitude and latitude of the middle, and the scale as a power of two (of pixels a radian); null: all places. */
  at: readonly [number, number, number] | null;
}

export function readAddress(search: string, days: { on: string; known: string }, place: string): View {
  const given = new URLSearchParams(search);
  const [on, known] = [given.get("on"), given.get("known")];
  const at = (given.get("at") ?? "").split(",").map(Number);
  return {
    on: isDay(on) ? on : days.on,
    known: isDay(known) ? known : days.known,
    place: given.get("place") ?? place,
    at: at.length === 3 && at.every(Number.isFinite) ? [at[0] ?? 0, at[1] ?? 0, at[2] ?? 0] : null,
  };
}

export function writeAddress(view: View, step: boolean): void {
  const parts = [`on=${view.on}`, `known=${view.known}`];
  if (view.place) parts.push(`place=${encodeURIComponent(view.place).replace(/%3A/g, ":")}`);
  if (view.at) parts.push(`at=${view.at[0].toFixed(4)},${view.at[1].toFixed(4)},${view.at[2].toFixed(3)}`);
  const address = `${location.pathname}?${parts.join("&")}`;
  if (address === location.pathname + location.search) return;
  if (step) history.pushState(null, "", address);
  else history.replaceState(null, "", address);
}
