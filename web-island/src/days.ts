/** Days are ISO texts ("2031-03-05"); arithmetic goes through whole days since 1970, UTC. */
const MONTHS = "January February March April May June July August September October November December".split(" ");
const MILLISECONDS = 86_400_000;

export function toNumber(day: string): number {
  return Math.round(Date.parse(`${day}T00:00:00Z`) / MILLISECONDS);
}

export function toDay(number: number): string {
  return new Date(number * MILLISECONDS).toISOString().slice(0, 10);
}

export function addDays(day: string, days: number): string {
  return toDay(toNumber(day) + days);
}

export function isDay(text: string | null | undefined): text is string {
  return !!text && /^\d{4}-\d{2}-\d{2}$/.test(text) && Number.isFinite(toNumber(text));
}

/** "5 March 2031", or "5 Mar 2031" where short; a dash for a day that nobody knows. */
export function putDay(day: string | null | undefined, short = false): string {
  if (!isDay(day)) return "–";
  const [year, month, number] = day.split("-");
  const name = MONTHS[Number(month) - 1] ?? "";
  return `${Number(number)} ${short ? name.slice(0, 3) : name} ${year}`;
}
