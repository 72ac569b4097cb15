"""Counts in how many training regulations each word stem stands, for zweiklang.planning.matching (figures, no text).

    .venv/bin/python tools/matching_vocabulary.py FOLDER_WITH_XML

Only framework plans are read: titles and skills. Tables that link positions to Lernfelder are left out, so that nothing of the
answers by which the matching is measured gets into it.
"""

import json
import re
import sys
from collections import Counter
from pathlib import Path

from zweiklang.curricula.gii import Regulation, RegulationError, parse_regulation
from zweiklang.planning.matching.vocabulary import stem

LEAST = 3
TARGET = Path(__file__).parent.parent / "src/zweiklang/planning/matching/vocabulary.json"
_WORD = re.compile(r"[^\W\d_]+")


def stems_of(law: Regulation) -> set[str]:
    """Returns the stems of all words in the law's plans."""
    texts = [
        text
        for annex in law.annexes
        for section in annex.sections
        for position in section.positions
        for text in (position.title, *(skill for _, skill in position.skills))
    ]
    return {stem(word) for text in texts for word in _WORD.findall(text)}


def main() -> None:
    """The file of figures is written anew."""
    counts: Counter[str] = Counter()
    read = 0
    for path in sorted(Path(sys.argv[1]).glob("*.xml")):
        try:
            counts.update(stems_of(parse_regulation(path.read_bytes(), file=path.name)))
        except RegulationError as error:
            print(f"{path.name}: {error}", file=sys.stderr)
        else:
            read += 1
    stems = {word: count for word, count in sorted(counts.items()) if count >= LEAST}
    text = json.dumps({"regulations": read, "stems": stems}, ensure_ascii=False, separators=(",", ":"))
    TARGET.write_text(text.replace(',"', ',\n"') + "\n", encoding="utf-8")
    print(f"{len(stems)} stems of {read} regulations")


if __name__ == "__main__":
    main()
