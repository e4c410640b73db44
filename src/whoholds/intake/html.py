"""A saved web page becomes a report: its article's words, without menus and scripts. Nothing is ever fetched."""

from __future__ import annotations

import re
from datetime import date
from html.parser import HTMLParser

from whoholds.errors import InputError
from whoholds.intake.text import decode, report_of
from whoholds.model import Report

_SILENT = (
    "script",
    "style",
    "noscript",
    "template",
    "svg",
    "nav",
    "aside",
    "footer",
    "form",
    "button",
    "iframe",
    "head",
)
_BLOCKS = (
    "p",
    "div",
    "br",
    "li",
    "h1",
    "h2",
    "h3",
    "h4",
    "blockquote",
    "section",
    "article",
    "tr",
    "figcaption",
    "time",
)
_VOID = ("br", "img", "meta", "link", "input", "hr", "source", "wbr", "area", "base", "col", "embed", "track")
_META = {
    "og:title": "title",
    "og:site_name": "source",
    "og:url": "url",
    "article:published_time": "date",
    "date": "date",
    "dc.date": "date",
}
MIN_PARAGRAPHS = 2
"""An ``article`` element with fewer paragraphs is a teaser, and the whole page is read instead."""


class _Page(HTMLParser):
    """Collects the words of blocks, those inside ``article`` apart, and what the head says of the page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.header: dict[str, str] = {}
        self.page: list[str] = []
        self.article: list[str] = []
        self.open: list[str] = []
        self.title: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "meta" and (key := _META.get((said.get("property") or said.get("name") or "").lower())):
            self.header.setdefault(key, said.get("content", "").strip())
        if tag == "link" and said.get("rel") == "canonical":
            self.header.setdefault("url", said.get("href", ""))
        if tag not in _VOID:
            self.open.append(tag)
        if tag in _BLOCKS:
            self._say("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in self.open:
            while self.open.pop() != tag:
                pass
        if tag in _BLOCKS:
            self._say("\n")

    def handle_data(self, data: str) -> None:
        if "title" in self.open and "svg" not in self.open:
            self.title.append(data)
        elif not any(tag in _SILENT for tag in self.open):
            self._say(re.sub(r"\s+", " ", data))

    def _say(self, words: str) -> None:
        self.page.append(words)
        if "article" in self.open:
            self.article.append(words)


def read_html(raw: bytes, where: str, *, published: date | None) -> Report:
    """A report from the bytes of a page: one paragraph a line, the article's where the page marks one.

    Title, outlet, day and address are those of the page's head; as always a day in the text itself wins. Raises
    :class:`InputError` as for plain text, and for a page without words.
    """
    page = _Page()
    page.feed(decode(raw, where))
    page.close()
    body = _paragraphs(page.article)
    if body.count("\n") + 1 < MIN_PARAGRAPHS:
        body = _paragraphs(page.page) or body
    if not body:
        raise InputError(f"{where} has no words", why="the page is empty without its scripts", attempt="save its text")
    header = dict(page.header)
    if not header.get("title"):
        header["title"] = " ".join("".join(page.title).split())
    return report_of(body, header, published=published)


def _paragraphs(pieces: list[str]) -> str:
    lines = (" ".join(line.split()) for line in "".join(pieces).split("\n"))
    return "\n".join(line for line in lines if line)
