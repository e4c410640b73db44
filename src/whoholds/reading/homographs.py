"""Names that look like words: a parser takes the group "IS" for a verb, so it is shown another name while it reads."""

from __future__ import annotations

from spacy.tokens import Doc

from whoholds.reading.lexicon import load_words


def disguise(doc: Doc) -> Doc:
    """The document with each such name as one that the parser knows for a name; the same one if it has none.

    In a sentence all in capitals "IS" may well be the verb, and stays.
    """
    aliases: dict[str, str] = load_words("actors")["homographs"]
    if not any(token.text in aliases for token in doc) or not any(token.is_lower for token in doc):
        return doc
    words = [aliases.get(token.text, token.text) for token in doc]
    return Doc(doc.vocab, words=words, spaces=[bool(token.whitespace_) for token in doc])


def undisguise(parsed: Doc, plain: Doc) -> Doc:
    """What was read in the disguise, over the words as they stand in the report."""
    if parsed.text == plain.text:
        return parsed
    return Doc(
        plain.vocab,
        words=[token.text for token in plain],
        spaces=[bool(token.whitespace_) for token in plain],
        tags=[token.tag_ for token in parsed],
        pos=[token.pos_ for token in parsed],
        lemmas=[token.lemma_ for token in parsed],
        deps=[token.dep_ for token in parsed],
        heads=[token.head.i for token in parsed],
        ents=[f"{token.ent_iob_}-{token.ent_type_}" if token.ent_type_ else "O" for token in parsed],
    )
