#!/usr/bin/env python3
"""Write LiberationSansMetrics.swift from the fonts of the system.

Advance widths and the pairs of the `kern` table of Liberation Sans Regular and Bold, in font units (2,048 to the em).
The widths of Liberation Sans are those of Arial, so text that is measured with them fits in either.

Usage: generate.py [--fonts FOLDER] [--output FILE]    (needs the Python package fontTools)
"""
import argparse
import os
import textwrap

from fontTools.ttLib import TTFont

LAST = 0x27BF  # Nothing that a paper prints in this font lies beyond the dingbats.
HEAD = """\
/// The advance widths and kerning pairs of Liberation Sans, in font units of 1/2048 em.
///
/// Written by `generate.py` from the font files, version {version}; do not edit by hand. A table is text because a
/// literal of text compiles at once where a literal of thousands of numbers takes minutes. Widths: `@` and a code point
/// in base 16 say where a run begins, then one width for each following character, `569x3` three times the same. Pairs:
/// `@` and the left character, then the right character and the amount. Metrics are facts about the font, which is
/// itself under the SIL Open Font License 1.1.
enum LiberationSansMetrics {{
"""


def widths(font):
    advances = font["hmtx"].metrics
    mapped = {code: advances[name][0] for code, name in font.getBestCmap().items() if 0x20 <= code <= LAST}
    tokens, previous, last, run = [], None, None, 0

    def flush():
        if run:
            tokens.append(f"{last}x{run}" if run > 1 else str(last))

    for code in sorted(mapped):
        if previous is None or code != previous + 1:
            flush()
            run = 0
            tokens.append(f"@{code:x}")
        if run and mapped[code] == last:
            run += 1
        else:
            flush()
            last, run = mapped[code], 1
        previous = code
    flush()
    return " ".join(tokens)


def pairs(font):
    characters = {}
    for code, name in sorted(font.getBestCmap().items()):
        if 0x20 <= code <= LAST:
            characters.setdefault(name, []).append(code)
    by_left = {}
    for table in font["kern"].kernTables:
        for (left, right), amount in table.kernTable.items():
            for first in characters.get(left, []):
                for second in characters.get(right, []):
                    by_left.setdefault(first, {})[second] = amount
    tokens = []
    for left in sorted(by_left):
        tokens.append(f"@{left:x}")
        tokens += [f"{right:x}:{amount}" for right, amount in sorted(by_left[left].items())]
    return " ".join(tokens)


def literal(name, comment, text):
    lines = textwrap.wrap(text, 112, break_long_words=False, break_on_hyphens=False)
    body = "\n".join("    " + line for line in lines)
    return f'  /// {comment}\n  static let {name} = """\n{body}\n    """\n'


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    here = os.path.dirname(os.path.abspath(__file__))
    parser.add_argument("--fonts", default="/usr/share/fonts/truetype/liberation")
    parser.add_argument("--output", default=os.path.join(here, "LiberationSansMetrics.swift"))
    options = parser.parse_args()
    parts = []
    for weight, label in (("Regular", "regular weight"), ("Bold", "bold weight")):
        font = TTFont(os.path.join(options.fonts, f"LiberationSans-{weight}.ttf"))
        assert font["head"].unitsPerEm == 2048
        version = font["name"].getDebugName(5).split(";")[0].replace("Version ", "")
        lower = weight.lower()
        parts.append(literal(f"{lower}Widths", f"The widths of the {label}.", widths(font)))
        parts.append(literal(f"{lower}Pairs", f"The kerning pairs of the {label}.", pairs(font)))
    with open(options.output, "w", encoding="utf-8", newline="\n") as file:
        file.write(HEAD.format(version=version) + "\n".join(parts) + "}\n")


if __name__ == "__main__":
    main()
