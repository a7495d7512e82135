"""Writes the files that reading is measured on: a large synthetic survey as CSV, and its first part as LimeSurvey XML.

    generate.py FOLDER [RESPONDENTS [RESPONDENTS-IN-XML]]

42 columns: an id, dates, durations, a design, a weight, ticked options in one quoted cell, thirty five-point items with
3 % of blanks, and an open answer with commas, doubled quotation marks, line breaks and Danish letters. Nobody answered
it; it is drawn from a fixed seed.
"""
import csv
import pathlib
import sys

import numpy as np

ITEMS = 30
COMMENTS = [
    "", "", '"Far too many ads, to be honest"', "Everybody I know is there and so am I",
    '"They call it ""social"", and it is not"', '"first line\nsecond line"', "Jeg kan ikke undvære det – desværre",
]
PLATFORMS = np.array(["Facebook", "Instagram", "LinkedIn", "TikTok", "Twitter", "YouTube"])


def write_csv(path, count):
    random = np.random.default_rng(42)
    trait = random.normal(size=count)
    items = []
    for _ in range(ITEMS):
        answer = np.clip(np.rint(3.1 + 0.6 * trait + 0.9 * random.normal(size=count)), 1, 5).astype(int).astype("U1")
        answer[random.random(count) < 0.03] = ""
        items.append(answer)
    age = random.integers(16, 80, count).astype("U2")
    gender = np.array(["Female", "Male", "Non-binary", "Prefer not to say"])[
        random.choice(4, count, p=[0.5, 0.46, 0.02, 0.02])]
    country = np.array(["Denmark", "Germany", "Norway", "Sweden", "United Kingdom", "United States"])[
        random.choice(6, count)]
    weight = np.char.mod("%.6f", random.gamma(4, 0.25, count))
    stratum = random.integers(1, 41, count)
    unit = stratum * 100 + random.integers(1, 26, count)
    comment = np.array(COMMENTS)[random.choice(len(COMMENTS), count)]
    ticked = random.random((count, len(PLATFORMS))) < 0.4
    heading = ["ResponseId", "StartDate", "Duration (in seconds)", "Finished", "Age", "Gender", "Country", "Stratum",
               "PSU", "Weight", "Platforms"] + [f"Q{number + 1}" for number in range(ITEMS)] + ["Comment"]
    with open(path, "w", encoding="utf-8") as out:
        out.write(",".join(heading) + "\n")
        for row in range(count):
            ticks = ",".join(PLATFORMS[ticked[row]])
            ticks = f'"{ticks}"' if "," in ticks else ticks
            answers = ",".join(item[row] for item in items)
            out.write(
                f"R_{row:09d},2016-03-{1 + row % 28:02d} 1{row % 10}:2{row % 10}:0{row % 10},{100 + row % 900},1,"
                f"{age[row]},{gender[row]},{country[row]},{stratum[row]},{unit[row]},{weight[row]},{ticks},{answers},"
                f"{comment[row]}\n")


def write_xml(source, target, count):
    with open(source, encoding="utf-8", newline="") as lines, open(target, "w", encoding="utf-8") as out:
        records = csv.reader(lines)
        names = ["id", "submitdate"] + [f"_1X1X{number}" for number in range(len(next(records)) - 2)]
        out.write('<?xml version="1.0" encoding="UTF-8"?>\n<document>\n <LimeSurveyDocType>Responses</LimeSurveyDocType>\n')
        out.write(" <DBVersion>400</DBVersion>\n <responses>\n  <fields>\n")
        out.writelines(f"   <fieldname>{name.lstrip('_')}</fieldname>\n" for name in names)
        out.write("  </fields>\n  <rows>\n")
        for number, record in enumerate(records):
            if number == count:
                break
            out.write("   <row>\n")
            for name, cell in zip(names, record):
                out.write(f"    <{name}><![CDATA[{cell}]]></{name}>\n" if cell else f"    <{name}/>\n")
            out.write("   </row>\n")
        out.write("  </rows>\n </responses>\n</document>\n")


if __name__ == "__main__":
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    respondents = int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000
    write_csv(folder / "survey.csv", respondents)
    write_xml(folder / "survey.csv", folder / "survey.lsr", int(sys.argv[3]) if len(sys.argv) > 3 else respondents // 5)
