/** Hears from the server when the ledger has changed, while the page is looked at. */
import { isDay } from "./days";

export interface News {
  /** The newest day of any report, and the last on which anything became known. */
  newest: string;
  known: string;
}

/**
 * Calls `changed` at every word after the first. A line that was closed and is open again begins with a word as well:
 * what happened meanwhile is not known, so that counts as a change. A hidden page keeps no line open, since browsers
 * allow six to a host.
 */
export function watchLedger(address: string, changed: (news: News) => void): void {
  let line: EventSource | null = null;
  let first = true;
  const hear = (event: MessageEvent<string>): void => {
    const news = JSON.parse(event.data) as News;
    if (!first && isDay(news.newest) && isDay(news.known)) changed(news);
    first = false;
  };
  const close = (): void => {
    line?.close();
    line = null;
  };
  const follow = (): void => {
    if (document.hidden) close();
    else if (!line) {
      line = new EventSource(address);
      line.addEventListener("ledger", hear as EventListener);
    }
  };
  document.addEventListener("visibilitychange", follow);
  window.addEventListener("pagehide", close);
  window.addEventListener("pageshow", follow);
  follow();
}
