"""Tests of the driver itself: python3 test_verify.py"""

import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.dont_write_bytecode = True

from asking import Answer  # noqa: E402
from case import Case, Comparison, Convention, same  # noqa: E402
from comparing import Line, compare, explain, look_up  # noqa: E402


def case(**changes):
    settings = {
        "name": "a test", "seed": 1, "columns": {"x": ["1"]}, "arguments": [], "reference": "r:one",
        "compare": same("p=p estimate.value=value"),
    }
    return Case(**(settings | changes))


def differences(ours, theirs, **changes):
    line = Line()
    return compare(case(**changes), ours, theirs, line), line


class Paths(unittest.TestCase):
    def test_a_path_finds_keys_positions_ids_and_all_elements(self):
        document = {"effects": [{"id": "d", "value": 2}, {"id": "g", "value": 3}], "details": {"mean.ga": 4}}
        self.assertEqual(look_up(document, ["effects", "g", "value"]), 3)
        self.assertEqual(look_up(document, ["effects", "0", "value"]), 2)
        self.assertEqual(look_up(document, ["effects", "*", "value"]), [2, 3])
        self.assertEqual(look_up(document, ["details", "mean", "ga"]), 4)


class Comparing(unittest.TestCase):
    ours = Answer(document={"p": 0.5, "estimate": {"value": 2.0}})

    def test_equal_numbers_are_no_difference(self):
        found, line = differences(self.ours, Answer(document={"p": 0.5, "value": 2.0000000001}))
        self.assertEqual(found, [])
        self.assertEqual(line.numbers, 2)

    def test_a_number_beyond_its_tolerance_is_a_difference(self):
        found, _ = differences(self.ours, Answer(document={"p": 0.5, "value": 2.0000001}))
        self.assertEqual([difference.path for difference in found], ["estimate.value"])

    def test_a_number_against_none_is_a_difference(self):
        found, _ = differences(self.ours, Answer(document={"p": 0.5, "value": "NaN"}))
        self.assertEqual(len(found), 1)
        found, _ = differences(Answer(document={"p": 0.5, "estimate": None}), Answer(document={"p": 0.5, "value": 1}))
        self.assertEqual(len(found), 1)

    def test_a_refusal_must_be_shared(self):
        refusal = Answer(message="no")
        self.assertEqual(differences(refusal, Answer(message="no"))[0], [])
        self.assertEqual(differences(refusal, Answer(document={"p": "NaN", "value": 3}))[0], [])
        self.assertEqual(len(differences(refusal, Answer(document={"p": 0.5, "value": 3}))[0]), 1)
        self.assertEqual(len(differences(self.ours, refusal)[0]), 1)

    def test_a_defect_is_never_explained(self):
        found, _ = differences(Answer(defect="exit status 70"), Answer(message="no"))
        explain(found, [Convention("all", ("a test",), "", lambda difference: True)])
        self.assertEqual([difference.convention for difference in found], [""])

    def test_what_the_reference_cannot_tell_is_not_compared(self):
        found, line = differences(self.ours, Answer(document={"p": 0.5, "value": "skip"}))
        self.assertEqual((found, line.numbers), ([], 1))

    def test_lists_of_different_length_are_a_difference(self):
        ours = Answer(document={"p": [1, 2]})
        found, _ = differences(ours, Answer(document={"p": [1]}), compare=[Comparison("p.*", "p")])
        self.assertEqual(len(found), 1)

    def test_a_convention_explains_only_its_own_cases(self):
        found, _ = differences(self.ours, Answer(document={"p": 0.5, "value": 3.0}))
        explain(found, [Convention("other", ("another test",), "", lambda difference: True)])
        self.assertEqual(found[0].convention, "")
        explain(found, [Convention("own", ("a test",), "", lambda difference: difference.path == "estimate.value")])
        self.assertEqual(found[0].convention, "own")


if __name__ == "__main__":
    unittest.main()
