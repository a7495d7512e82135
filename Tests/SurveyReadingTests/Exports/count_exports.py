#!/usr/bin/env python3
"""Counts respondents and cells of real exports with Python's own csv and xml modules, and none of Topline's code.

    python3 count_exports.py FOLDER > counted_exports.json

FOLDER holds the exports, which are not part of the project; the counts that this writes are. A cell counts where it
holds more than white space, below the headings. Of formats that Python's library does not read (SPSS, Stata), and of
questionnaires, only the format is told; `null` for the format says that the file is no export of a format that is read.
"""

import csv
import io
import json
import os
import re
import sys
import xml.etree.ElementTree as ET
import zipfile

csv.field_size_limit(1 << 30)

# By name: the format, how many records are headings, the encoding, the delimiter.
DELIMITED = [
    (r"qualtrics/.*_legacy.*\.csv", "qualtrics-csv-legacy", 2),
    (r"qualtrics/AI_attitudes_excel_resaved_1row\.csv", "qualtrics-csv", 1),
    (r"qualtrics/.*\.csv", "qualtrics-csv", 3),
    (r"google_forms/.*", "google-forms-csv", 1),
    (r"ms_forms/.*", "ms-forms-csv", 1),
    (r"other_platforms/alchemer.*", "alchemer-csv", 1),
    (r"prolific_mturk/prolific.*", "prolific-csv", 1),
    (r"prolific_mturk/.*", "mturk-csv", 1),
    (r"surveymonkey/masculinity.*", "csv", 1),
    (r"surveymonkey/(comma|food).*", "surveymonkey-csv", 1),
    (r"surveymonkey/.*", "surveymonkey-csv", 2),
    (r"redcap/.*__data\.csv", "redcap-csv", 1),
    (r"redcap/.*__(arm|event)\.csv", "csv", 1),
    (r"redcap/.*__dictionary\.csv", "redcap-dictionary", None),
    (r"kobo_odk/.*\.csv", "kobo-csv", 1),
    (r"sosci/.*\.csv", "sosci-csv", 1),
    (r"derived/efs.*\.csv", "efs-csv", 1),
    (r"derived/limesurvey_vv.*\.csv", "limesurvey-vv", 2),
    (r"(ddi|spss_stata|triple_s)/.*\.csv", "csv", 1),
]
ENCODINGS = {"surveymonkey/food-world-cup-data_macroman.csv": "mac_roman", "sosci/snscomments_cp1252_R_resaved.csv": "cp1252"}
NO_EXPORT = r"README\.md|.*\.dtd|.*\.xsd|limesurvey/quexml.*"
DDI_LIFECYCLE = r"ddi/insee33.*"


def decoded(data, name):
    if name in ENCODINGS:
        return data.decode(ENCODINGS[name])
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def filled(text):
    return bool(text and text.strip(" \t\r\n\v\f"))


def delimited(data, name, headings):
    text = decoded(data, name)
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t#|", key=lambda sign: sum(line.count(sign) > 0 for line in text.split("\n")[:1]) * first.count(sign))
    if "limesurvey_vv" in name:
        delimiter = "\t"
    records = [r for r in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter) if len(r) > 1 or (r and r[0])]
    rows = records[headings:]
    while rows and not any(filled(cell) for cell in rows[-1]):
        rows.pop()
    # LimeSurvey's VV files write a cell that the format leaves out in words.
    return len(rows), sum(filled(cell) and cell != "{question_not_shown}" for row in rows for cell in row)


def local(element):
    return element.tag.rsplit("}", 1)[-1] if isinstance(element.tag, str) else ""


def text_of(element):
    return "".join(element.itertext())


def records(root, path):
    found = [root]
    for step in path:
        found = [child for element in found for child in element if local(child) == step]
    return found


def table(rows):
    return len(rows), sum(filled(text_of(cell)) for row in rows for cell in row)


def odm(root):
    """A row is what one subject has in one event, or in one instance of a form that repeats."""
    repeating = {v for e in root.iter() if local(e) == "RepeatingInstrument" for k, v in e.attrib.items()
                 if k.rsplit("}", 1)[-1] == "RepeatInstrument"}
    rows, cells = set(), 0

    def attribute(element, name, default=""):
        return next((v for k, v in element.attrib.items() if k.rsplit("}", 1)[-1] == name), default)

    for subject in (e for e in root.iter() if local(e) == "SubjectData"):
        for holder in [subject] + [e for e in subject if local(e) == "StudyEventData"]:
            for form in (e for e in holder if local(e) == "FormData"):
                name = attribute(form, "FormOID").split(".")[-1]
                event = attribute(holder, "UniqueEventName", attribute(holder, "StudyEventOID"))
                again = (name, attribute(form, "FormRepeatKey", "1")) if name in repeating else ("", "")
                rows.add((attribute(subject, "SubjectKey"), event) + again)
                cells += sum(filled(attribute(e, "Value")) for e in form.iter() if local(e) == "ItemData")
    return len(rows), cells


def leaves(element):
    children = list(element)
    return [element] if not children else [leaf for child in children for leaf in leaves(child)]


def triple_s(folder, stem):
    root = ET.fromstring(open(os.path.join(folder, stem + ".sss"), "rb").read())
    record = next(e for e in root.iter() if local(e) == "record")
    places = []
    for variable in (e for e in record if local(e) == "variable"):
        position = next(e for e in variable if local(e) == "position")
        start = int(position.get("start"))
        places.append((start, int(position.get("finish", start))))
    if record.get("format") == "csv":
        rows = list(csv.reader(open(os.path.join(folder, stem + ".csv"), newline="")))[int(record.get("skip", "0")):]
        return len(rows), sum(filled(row[start - 1]) for row in rows for start, _ in places if start <= len(row))
    lines = open(os.path.join(folder, stem + ".asc"), "rb").read().decode("latin-1").rstrip("\x1a").splitlines()
    lines = [line for line in lines if line.strip()]
    return len(lines), sum(filled(line[start - 1:finish]) for line in lines for start, finish in places)


def counted(folder, name):
    path = os.path.join(folder, name)
    data = open(path, "rb").read()
    if re.fullmatch(NO_EXPORT, name):
        return None, None, None
    if re.fullmatch(r"ddi/insee_data.*", name):
        return "lunatic-xml", None, None
    if re.fullmatch(DDI_LIFECYCLE, name):
        return "ddi-lifecycle", None, None
    stem, ending = os.path.splitext(name)
    if ending in (".sss", ".asc"):
        return "triple-s", *((None, None) if "hierarchy" in name else triple_s(folder, stem))
    if name == "triple_s/example2.csv":
        return "triple-s", *triple_s(folder, stem)
    if ending in (".csv", ".tsv"):
        for pattern, kind, headings in DELIMITED:
            if re.fullmatch(pattern, name):
                return kind, *((None, None) if headings is None else delimited(data, name, headings))
    if ending in (".sav", ".zsav", ".dta"):
        return ("stata-dta" if ending == ".dta" else "spss-sav"), None, None
    if ending == ".qsf":
        return "qsf", None, None
    if ending == ".xlsx":
        return "xlsform", None, None
    if ending == ".lss":
        return "limesurvey-lss", None, None
    if ending == ".lsa":
        with zipfile.ZipFile(path) as archive:
            responses = next(n for n in archive.namelist() if n.endswith(".lsr"))
            timings = [n for n in archive.namelist() if n.endswith(".lsi")]
            count, cells = table(records(ET.fromstring(archive.read(responses)), ["responses", "rows", "row"]))
            return "limesurvey-lsa", count, cells
    root = ET.fromstring(data)
    if ending == ".lsr":
        return "limesurvey-lsr", *table(records(root, ["responses", "rows", "row"]))
    if local(root) == "Responses":
        return "qualtrics-xml", *table(records(root, ["Response"]))
    if local(root) == "ODM":
        return "redcap-odm", *odm(root)
    if local(root) == "codeBook":
        return "ddi-codebook", None, None
    if local(root) == "html":
        return "xform", None, None
    if any(local(e) == "instanceID" for e in root.iter()):
        return "odk-submission", 1, sum(filled(e.text) for e in leaves(root))
    return None, None, None


def main():
    folder = sys.argv[1]
    names = sorted(os.path.relpath(os.path.join(at, name), folder) for at, _, files in os.walk(folder) for name in files)
    lines = []
    for name in names:
        kind, respondents, cells = counted(folder, name)
        lines.append(json.dumps({"file": name, "format": kind, "respondents": respondents, "cells": cells}))
    print("[\n" + ",\n".join(lines) + "\n]")


main()
