"""Holds what the command prints in JSON to the schemas of Documentation/Schemas.

    python Tests/ToplineCommandTests/check_schemas.py TOPLINE REPOSITORY [--datasets FOLDER] [--exports FOLDER]

Every command runs on the synthetic founding study, and on a handful of real exports where ../shared/exports is there.
Each output must satisfy its schema, and must stop doing so when any required key is taken away: a schema that lets
everything through proves nothing. Where a schema cannot say it, numbers are compared too: counts must add up to their
base. Ends with 'N passed, 0 failed', or with the first failure and status 1.
"""

import argparse
import copy
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import jsonschema
import yaml
from referencing import Registry, Resource


class Failure(Exception):
    """A check that did not hold, in words."""


class CoreLoader(yaml.SafeLoader):
    """YAML as version 1.2 and editors type it: `no` and dates are texts."""


CoreLoader.yaml_implicit_resolvers = {}
CoreLoader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(?:true|false)$"), list("tf"))
CoreLoader.add_implicit_resolver("tag:yaml.org,2002:int", re.compile("^[-+]?[0-9]+$"), list("-+0123456789"))
CoreLoader.add_implicit_resolver(
    "tag:yaml.org,2002:float", re.compile(r"^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$"),
    list("-+.0123456789"))


def with_text_keys(value):
    """The document as JSON has it: every key is a text."""
    if isinstance(value, dict):
        return {str(key): with_text_keys(item) for key, item in value.items()}
    if isinstance(value, list):
        return [with_text_keys(item) for item in value]
    return value


class Schemas:
    """The schemas of a folder, each by its file's name, which is its `$id`."""

    def __init__(self, folder):
        self.documents = {path.name: json.loads(path.read_text(encoding="utf-8"))
                          for path in sorted(folder.glob("*.schema.json"))}
        if not self.documents:
            raise Failure(f"no schemas in {folder}")
        resources = []
        for name, document in self.documents.items():
            if document.get("$id") != name:
                raise Failure(f"{name}: its $id is {document.get('$id')!r}, not its name")
            resources.append((name, Resource.from_contents(document)))
        self.registry = Registry().with_resources(resources)

    def validator(self, name):
        document = self.documents[name + ".schema.json"]
        return jsonschema.Draft202012Validator(document, registry=self.registry)

    def required(self, name):
        """The keys that an output must have at its top, those of a referred schema included."""
        document = self.documents[name + ".schema.json"]
        keys = list(document.get("required", []))
        for part in document.get("allOf", []):
            file, pointer = part["$ref"].split("#/$defs/")
            keys += self.documents[file or name + ".schema.json"]["$defs"][pointer]["required"]
        return keys


def explained(error):
    """A validation error in one line: the place, then the trouble of the branch that came furthest."""
    while error.context:
        error = max(error.context, key=lambda inner: len(inner.absolute_path))
    message = error.message if len(error.message) < 300 else error.message[:300] + " …"
    return f"{error.json_path}: {message}"


class Checks:
    """The checks, counted; the first that fails ends them."""

    def __init__(self, topline, schemas, scratch):
        self.topline, self.schemas, self.scratch = topline, schemas, scratch
        self.passed = 0

    def ok(self, title):
        self.passed += 1
        print(f"ok    {title}")

    def output(self, *arguments):
        command = [str(self.topline), *map(str, arguments), "--output-format", "json", "--quiet"]
        process = subprocess.run(command, capture_output=True, cwd=self.scratch, timeout=600, check=False)
        shown = "topline " + " ".join(Path(str(argument)).name if "/" in str(argument) else str(argument)
                                      for argument in arguments)
        if process.returncode != 0:
            raise Failure(f"{shown}: status {process.returncode}: {process.stderr.decode('utf-8', 'replace')}")
        if process.stderr:
            raise Failure(f"{shown}: messages in spite of --quiet: {process.stderr.decode('utf-8', 'replace')}")

        def not_json(word):
            raise Failure(f"{shown}: {word} is no JSON number")

        try:
            return shown, json.loads(process.stdout.decode("utf-8"), parse_constant=not_json)
        except ValueError as error:
            raise Failure(f"{shown}: standard output is not one JSON document: {error}") from error

    def satisfies(self, name, document, title):
        errors = sorted(self.schemas.validator(name).iter_errors(document), key=lambda error: error.json_path)
        if errors:
            raise Failure(f"{title}: {len(errors)} departures from {name}.schema.json, first at {explained(errors[0])}")
        self.ok(f"{title}: {name}.schema.json")

    def refuses_without(self, name, document):
        """Takes each required key away, one at a time, and expects the schema to notice."""
        validator, keys = self.schemas.validator(name), self.schemas.required(name)
        for key in keys:
            broken = {other: value for other, value in document.items() if other != key}
            if validator.is_valid(broken):
                raise Failure(f"{name}.schema.json: lets a document without '{key}' through")
        self.ok(f"{name}.schema.json refuses a document without any of its {len(keys)} keys")

    def refuses(self, name, document, path, value):
        """Sets one place to a value that the contract does not know, and expects the schema to notice."""
        broken = copy.deepcopy(document)
        place = broken
        for step in path[:-1]:
            place = place[step]
        place[path[-1]] = value
        where = ".".join(map(str, path))
        if self.schemas.validator(name).is_valid(broken):
            raise Failure(f"{name}.schema.json: lets {where} = {value!r} through")
        self.ok(f"{name}.schema.json refuses {where} = {value!r}")

    def fails(self, status, *arguments):
        command = [str(self.topline), *map(str, arguments)]
        process = subprocess.run(command, capture_output=True, cwd=self.scratch, timeout=600, check=False)
        shown = "topline " + " ".join(Path(str(argument)).name for argument in arguments)
        if process.returncode != status:
            raise Failure(f"{shown}: status {process.returncode}, expected {status}")
        if process.stdout or not process.stderr:
            raise Failure(f"{shown}: expected a message on standard error and nothing on standard output")
        self.ok(f"{shown}: status {status}, a message, no output")


def same(title, found, expected):
    if found != expected:
        raise Failure(f"{title}: {found!r}, expected {expected!r}")


def synthetic(title, document):
    same(f"{title}: synthetic", document.get("synthetic"), True)


def sums(title, variables, respondents):
    """Counts add up to the base, percentages to 100, base and missing answers to the respondents."""
    for variable in variables:
        name = f"{title}: {variable['name']}"
        if variable["kind"] != "categorical" or variable["base"] != "answered":
            continue
        categories = [category for category in variable["categories"] if category["percent"] is not None]
        same(f"{name}: counts", sum(category["count"] for category in categories), variable["n"])
        if variable["n"] and abs(sum(category["percent"] for category in categories) - 100) > 1e-9:
            raise Failure(f"{name}: percentages do not add up to 100")
        if respondents is not None:
            offered = {category.get("missing") for category in categories}
            blank = sum(count for reason, count in variable["missing"].items() if reason not in offered)
            same(f"{name}: base and missing", variable["n"] + blank, respondents)


def check_studies(checks, repository, datasets):
    plans = sorted(datasets.glob("study*.yaml"))
    example = repository.parent / "shared" / "study-example.yaml"
    page = (repository / "Documentation" / "StudyFile.md").read_text(encoding="utf-8")
    texts = [(plan.name, plan.read_text(encoding="utf-8")) for plan in plans + [example] if plan.exists()]
    texts += [("StudyFile.md's example", text) for text in re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)]
    document = None
    for title, text in texts:
        document = with_text_keys(yaml.load(text, Loader=CoreLoader))
        checks.satisfies("study", document, title)
    if document is None:
        raise Failure(f"no study file in {datasets}")
    checks.refuses_without("study", document)
    checks.refuses("study", document, ["figures", "1", "colour"], "red")
    checks.refuses("study", document, ["scale"], {})
    for rule in ["preview", {"where": "x = 1"}, {"where": "x = 1", "rule": "tests", "why": "x"},
                 {"where": "x = 1", "keep": "first", "why": "x"}, {"faster-than": "fast", "why": "x"}]:
        checks.refuses("study", document, ["exclude"], [rule])
    checks.refuses("study", document, ["style", "journal"], "apa7")


def check_inspect(checks, files):
    title, document = checks.output("inspect", *files)
    checks.satisfies("inspect", document, title)
    synthetic(title, document)
    checks.refuses_without("inspect", document)
    checks.refuses("inspect", document, ["format"], "CSV")
    checks.refuses("inspect", document, ["variables", 0, "kind"], "factor")
    checks.refuses("inspect", document, ["variables", 0, "level"], "interval")
    checks.refuses("inspect", document, ["variables", 0, "missing"], {"blank": 1})
    return document


def check_summary(checks, files):
    title, document = checks.output("summary", *files)
    checks.satisfies("summary", document, title)
    synthetic(title, document)
    sums(title, document["variables"], document["respondents"])
    checks.ok(f"{title}: counts, percentages and missing answers add up")
    checks.refuses_without("summary", document)
    checks.refuses("summary", document, ["variables", 0, "categories", 0, "percent"], 101)
    checks.refuses("summary", document, ["variables", 0, "n"], 11.5)

    title, grouped = checks.output("summary", *files, "--variables", "a1,duration", "--by", "sex", "--weights", "wt")
    checks.satisfies("summary", grouped, title)
    synthetic(title, grouped)
    same(f"{title}: groups", sum(group["respondents"] for group in grouped["groups"]), grouped["respondents"])
    if not grouped["design"] or grouped["variables"][0]["weightedBase"] is None:
        raise Failure(f"{title}: a weighted summary names no design or no weighted base")
    plain = next(variable for variable in document["variables"] if variable["name"] == "a1")
    same(f"{title}: unweighted counts", [category["count"] for category in grouped["variables"][0]["categories"]],
         [category["count"] for category in plain["categories"]])
    checks.ok(f"{title}: groups add up, counts are not weighted")
    checks.refuses("summary", grouped, ["groups"], {})
    for base in ["substantive", "asked"]:
        title, other = checks.output("summary", *files, "--base", base)
        checks.satisfies("summary", other, title)


def check_exclusions(checks, files):
    """Every command says what each rule took, in its order, and what is left is what it took from."""
    rules = ["--exclude", "straight-liners,speeders", "--straight-liners", "n1..n4", "--duplicates", "region,age",
             "--keep", "last", "--checks", "a3 >= 2", "--where", "sex in (1, 2)"]
    commands = [["inspect"], ["summary"], ["crosstab", "--rows", "n1", "--columns", "sex"],
                ["test", "spearman", "--outcome", "n1", "--with", "a1"]]
    found = {}
    for command in commands:
        positional, options = (command[:2], command[2:]) if command[0] == "test" else (command[:1], command[1:])
        title, document = checks.output(*positional, *files, *options, *rules)
        checks.satisfies(command[0], document, title)
        found[command[0]] = document["exclusions"]
        if document.get("respondents") is not None:
            left = 1200 - sum(rule["count"] for rule in document["exclusions"])
            same(f"{title}: respondents", document["respondents"], left)
    for name, exclusions in found.items():
        same(f"{name}: exclusions", exclusions, found["inspect"])
    same("exclusions: order", [rule["why"] for rule in found["summary"]],
         ["straight-liners", "speeders", "the same respondent again", "failed attention checks", "outside --where"])
    checks.ok("exclusions: every command says the same, in the order applied, and the rest is counted")
    checks.refuses("summary", document_of(checks, "summary", files), ["exclusions"], {"speeders": 3})
    for options in [["--exclude", "unfinished"], ["--exclude", "duplicates"], ["--exclude", "preview"],
                    ["--keep", "last"], ["--speeders", "fast"]]:
        checks.fails(64, "summary", *files, *options)
    checks.fails(64, "init", *files, "--exclude", "speeders", "--output", "never.yaml")


def document_of(checks, command, files):
    return checks.output(command, *files)[1]


def check_crosstab(checks, files):
    banner = ["--rows", "n1,ad4_1", "--columns", "sex,region"]
    variants = [["--nets", "top-2,bottom-2"], ["--weights", "wt"], ["--convention", "spss", "--base", "substantive"]]
    for options in variants:
        title, document = checks.output("crosstab", *files, *banner, *options)
        checks.satisfies("crosstab", document, title)
        synthetic(title, document)
        columns = document["columns"]
        for row in document["rows"]:
            same(f"{title}: cells of {row['label']}", len(row["cells"]), len(columns))
            for cell, column in zip(row["cells"], columns):
                own = {other["letter"] for other in columns if other["variable"] == column["variable"]}
                strangers = set(cell["letters"].upper()) - {letter for letter in own if letter}
                if strangers or (column["letter"] or "-") in cell["letters"].upper():
                    raise Failure(f"{title}: column {column['label']} has letters '{cell['letters']}'")
        for block in document["blocks"]:
            same(f"{title}: bases of {block['variable']}", len(block["bases"]), len(columns))
            for position, base in enumerate(block["bases"]):
                total = sum(row["cells"][position]["count"] for row in document["rows"]
                            if row["variable"] == block["variable"] and row["kind"] == "category"
                            and row["cells"][position]["columnPercent"] is not None)
                same(f"{title}: counts of {block['variable']}, column {position}", total, base["n"])
        checks.ok(f"{title}: cells, letters and bases agree")
    checks.refuses_without("crosstab", document)
    checks.refuses("crosstab", document, ["rows", 0, "cells", 0, "letters"], None)
    checks.refuses("crosstab", document, ["columns", 1, "letter"], "a")


TESTS = [
    ["binomial", "--outcome", "a3", "--success", "5,6,7"],
    ["proportion", "--outcome", "a3", "--success", "5,6,7", "--probability", "0.4"],
    ["chi-square-goodness-of-fit", "--outcome", "sex"],
    ["t-one-sample", "--outcome", "duration", "--mu", "300"],
    ["wilcoxon-one-sample", "--outcome", "n1", "--mu", "4"],
    ["sign", "--outcome", "n1", "--mu", "4"],
    ["t-welch", "--outcome", "duration", "--by", "sex", "--alternative", "greater"],
    ["t-student", "--outcome", "duration", "--by", "sex"],
    ["mann-whitney", "--outcome", "n1", "--by", "sex", "--alternative", "less"],
    ["brunner-munzel", "--outcome", "n1", "--by", "sex"],
    ["proportions", "--outcome", "a3", "--by", "sex", "--success", "5,6,7"],
    ["anova", "--outcome", "duration", "--by", "region"],
    ["anova-welch", "--outcome", "duration", "--by", "region"],
    ["kruskal-wallis", "--outcome", "n1", "--by", "region"],
    ["jonckheere", "--outcome", "n1", "--by", "age"],
    ["levene", "--outcome", "duration", "--by", "region"],
    ["t-paired", "--outcome", "ad4_1", "--with", "ad4_4"],
    ["wilcoxon-signed-rank", "--outcome", "ad4_1", "--with", "ad4_4"],
    ["sign-paired", "--outcome", "ad4_1", "--with", "ad4_4"],
    ["bowker", "--outcome", "ad4_1", "--with", "ad4_4"],
    ["stuart-maxwell", "--outcome", "ad4_1", "--with", "ad4_4"],
    ["friedman", "--items", "ba_1..ba_5"],
    ["page", "--items", "ba_1..ba_5"],
    ["chi-square", "--outcome", "n1", "--by", "region"],
    ["g-test", "--outcome", "n1", "--by", "region"],
    ["fisher", "--outcome", "sex", "--by", "complete"],
    ["pearson", "--outcome", "n1", "--with", "a1"],
    ["spearman", "--outcome", "n1", "--with", "a1"],
    ["kendall", "--outcome", "n1", "--with", "a1"],
    ["cohen-kappa", "--outcome", "ad4_1", "--with", "ad4_4"],
    ["cohen-kappa", "--outcome", "ad4_1", "--with", "ad4_4", "--weighting", "quadratic"],
    ["cochran-armitage", "--outcome", "a3", "--by", "age", "--success", "5,6,7"],
    ["mantel-haenszel", "--outcome", "sex", "--by", "complete", "--within", "region"],
    ["gamma", "--outcome", "n1", "--with", "a1"],
    ["somers-d", "--outcome", "n1", "--with", "a1", "--alternative", "less"],
    ["polychoric", "--outcome", "n1", "--with", "a1"],
    ["polychoric", "--outcome", "n1", "--with", "a1", "--estimator", "ml"],
    ["fleiss-kappa", "--items", "ba_1..ba_3"],
    ["krippendorff-alpha", "--items", "ba_1..ba_3", "--metric", "ordinal"],
    ["icc", "--items", "ba_1..ba_5", "--form", "2,k"],
    ["tost", "--outcome", "duration", "--by", "complete", "--margin", "60"],
    ["tost", "--outcome", "n1", "--mu", "4", "--bounds", "-0.5,0.5", "--bounds-scale", "standardized"],
    ["tost-paired", "--outcome", "ad4_1", "--with", "ad4_4", "--margin", "0.5"],
    ["tost-proportion", "--outcome", "a3", "--success", "5,6,7", "--margin", "0.1"],
    ["anova", "--outcome", "duration", "--by", "region", "--post-hoc", "tukey"],
    ["anova-welch", "--outcome", "duration", "--by", "region", "--post-hoc", "games-howell"],
    ["kruskal-wallis", "--outcome", "n1", "--by", "region", "--post-hoc", "dunn", "--adjustment", "by"],
    ["chi-square", "--outcome", "a3", "--by", "region", "--success", "5,6,7", "--post-hoc", "pairwise-proportions"],
    ["chi-square", "--outcome", "n1", "--by", "region", "--monte-carlo", "500", "--seed", "3"],
    ["wilcoxon-signed-rank", "--outcome", "ad4_1", "--with", "ad4_4", "--zeros", "wilcoxon"],
    ["cronbach-alpha", "--items", "n1..n4", "--reverse", "n3,n4"],
    ["omega", "--items", "n1..n4", "--reverse", "n3,n4"],
    ["linear", "--outcome", "duration", "--predictors", "sex,age,region", "--errors", "hc3"],
    ["linear", "--outcome", "duration", "--predictors", "sex,age", "--weights", "wt"],
    ["logistic", "--outcome", "n1", "--success", "5,6,7", "--predictors", "sex,age,a1", "--numeric", "a1"],
    ["ordinal", "--outcome", "n1", "--predictors", "sex,region"],
    ["latent-class", "--items", "a1,n1,u1", "--classes", "1..2", "--starts", "5", "--seed", "3"],
    ["omega", "--items", "a1..a4,n1..n4", "--reverse", "a1,a4,n3,n4", "--factors", "2"],
    ["item-analysis", "--items", "n1..n4", "--reverse", "n3,n4"],
    ["parallel-analysis", "--items", "a1..a4,n1..n4", "--reverse", "a1,a4,n3,n4"],
    ["factor-analysis", "--items", "a1..a4,n1..n4", "--reverse", "a1,a4,n3,n4", "--factors", "2"],
    ["cfa", "--model", "anti = a1..a4; need = n1..n4", "--reverse", "a1,a4,n3,n4", "--method-factor"],
    ["paradox", "--both", "a3 >= 5, n1 >= 5"],
    ["paradox", "--both", "a3 >= 5, n1 >= 5", "--weights", "wt"],
]


def check_tests(checks, files):
    for name, *options in TESTS:
        title, document = checks.output("test", name, *files, *options)
        checks.satisfies("test", document, title)
        same(f"{title}: id", document["id"], name)
        synthetic(title, document)
        if document["base"]["n"] == 0:
            raise Failure(f"{title}: nobody in the base")
    checks.refuses_without("test", document)
    checks.refuses("test", document, ["p"], 1.5)
    checks.refuses("test", document, ["id"], "u-test")
    checks.refuses("test", document, ["alternative"], "two.sided")
    checks.refuses("test", document, ["estimate", "interval", "level"], 95)


def check_report(checks, plan):
    title, document = checks.output("study", plan, "--check")
    checks.satisfies("check", document, title)
    synthetic(title, document)
    checked = document

    folder = checks.scratch / plan.stem
    title, document = checks.output("study", plan, "--output", folder)
    checks.satisfies("report", document, title)
    synthetic(title, document)
    same(f"{title}: report.json", json.loads((folder / "report.json").read_text(encoding="utf-8")), document)
    for item in document["figures"]:
        if not (folder / item["file"]).exists():
            raise Failure(f"{title}: {item['file']} is named and not written")
    same(f"{title}: preparation", document["preparation"], checked["preparation"])
    rules = [rule for rule in document["preparation"]["rules"] if rule["kind"] == "exclusion"]
    same(f"{title}: exclusions", [(rule["rule"], rule["count"]) for rule in document["exclusions"]],
         [(rule["rule"], rule["count"]) for rule in rules])
    if not document["verdicts"]:
        raise Failure(f"{title}: no verdict")
    for verdict in document["verdicts"]:
        interval, threshold = verdict["interval"], verdict["threshold"]
        excluded = interval["lower"] > threshold or interval["upper"] < threshold
        if verdict["direction"] != "inconclusive" and not excluded:
            raise Failure(f"{title}: {verdict['id']} is {verdict['direction']}, and its interval holds the threshold")
    checks.ok(f"{title}: report.json is what is printed, figures are there, directions stand on their intervals")
    return checked, document


def check_study(checks, datasets):
    plans = sorted(datasets.glob("study*.yaml"))
    for plan in plans:
        checked, document = check_report(checks, plan)
    checks.refuses_without("check", checked)
    checks.refuses("check", checked, ["valid"], "yes")
    checks.refuses_without("report", document)
    checks.refuses("report", document, ["verdicts", 0, "direction"], "confirmed")
    checks.refuses("report", document, ["verdicts", 0, "size"], "large")
    checks.refuses("report", document, ["verdicts", 0, "association"], "positive")
    checks.refuses("report", document, ["verdicts", 0, "interval"], {"lower": 0, "upper": 1})


EXPORTS = [
    (["qualtrics/QT_many_types_insights.csv", "qualtrics/QT_many_types.qsf"], "qualtrics-csv"),
    (["qualtrics/QT_mc_multi_legacy.csv", "qualtrics/QT_mc_multi.qsf"], "qualtrics-csv-legacy"),
    (["qualtrics/AI_attitudes_3row.csv"], "qualtrics-csv"),
    (["qualtrics/sp_testsurvey_responses.xml"], "qualtrics-xml"),
    (["limesurvey/survey_981966_responses.lsr", "limesurvey/limesurvey_survey_981966.lss"], "limesurvey-lsr"),
    (["ms_forms/hotdog_fa24.csv"], None),
    (["google_forms/dask2021_comma_multi.csv"], None),
]


def check_exports(checks, exports):
    for names, form in EXPORTS:
        files = [exports / name for name in names]
        if not all(file.exists() for file in files):
            raise Failure(f"{exports}: {' or '.join(names)} is not there")
        title, document = checks.output("inspect", *files)
        checks.satisfies("inspect", document, title)
        if form:
            same(f"{title}: format", document["format"], form)
        same(f"{title}: synthetic", document["synthetic"], False)
        shown = [variable["name"] for variable in document["variables"] if variable["personal"] and variable["labels"]]
        if shown:
            raise Failure(f"{title}: answers of the personal {', '.join(shown)} are listed")
        title, document = checks.output("summary", *files)
        checks.satisfies("summary", document, title)
        if "synthetic" in document:
            raise Failure(f"{title}: real data is called synthetic")
        sums(title, document["variables"], document["respondents"])


def run(arguments):
    repository = arguments.repository.resolve()
    datasets = (arguments.datasets or repository / "datasets" / "social-necessity").resolve()
    exports = (arguments.exports or repository.parent / "shared" / "exports").resolve()
    files = [datasets / "thesis-true" / "responses.csv", datasets / "thesis-true" / "codebook.csv"]
    for file in [arguments.topline, *files]:
        if not file.exists():
            raise Failure(f"{file}: no such file")
    schemas = Schemas(repository / "Documentation" / "Schemas")
    with tempfile.TemporaryDirectory() as scratch:
        checks = Checks(arguments.topline.resolve(), schemas, Path(scratch).resolve())
        for name, document in schemas.documents.items():
            jsonschema.Draft202012Validator.check_schema(document)
            checks.ok(f"{name} is a JSON Schema")
        check_studies(checks, repository, datasets)
        check_inspect(checks, files)
        check_summary(checks, files)
        check_exclusions(checks, files)
        check_crosstab(checks, files)
        check_tests(checks, files)
        check_study(checks, datasets)
        checks.fails(66, "inspect", "absent.csv")
        checks.fails(64, "summary", *files, "--variables", "nowhere")
        checks.fails(65, "test", "t-welch", *files, "--outcome", "duration", "--by", "wt")
        if exports.is_dir():
            check_exports(checks, exports)
        else:
            print("note  no real exports beside the repository: their part is left out")
    return checks.passed


def main():
    parser = argparse.ArgumentParser(description="Holds the command's JSON to its schemas.")
    parser.add_argument("topline", type=Path, help="the command")
    parser.add_argument("repository", type=Path, help="the repository's root")
    parser.add_argument("--datasets", type=Path, help="the founding study's folder, where it is not the repository's")
    parser.add_argument("--exports", type=Path, help="real exports, where they are not beside the repository")
    try:
        passed = run(parser.parse_args())
    except Failure as failure:
        print(f"FAIL  {failure}")
        return 1
    print(f"{passed} passed, 0 failed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
