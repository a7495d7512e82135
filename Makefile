# Two commands do everything on a bare Debian machine with git, make and Swift 6.3:
#   make study   installs what is missing, builds, runs the founding study, says where the report is
#   make test    installs what is missing, builds, runs every test, the notebooks and the report in a browser
# and one more hunts for what they miss:
#   make fuzz    feeds every reader with hostile input, ten minutes each
# Where R is installed, a fourth holds every statistic to R and SciPy on thousands of random data sets:
#   make verify  writes Documentation/Verification.md; says what is missing where R or a package of it is not there

SWIFT ?= swift
TOPLINE := .build/release/topline
STUDY := datasets/social-necessity
RELEASE := -c release --static-swift-stdlib
PYTHON := .venv/bin/python
PACKAGES := .venv/installed

.PHONY: study build build-tools test test-tools test-swift test-debug test-schemas test-notebooks test-report \
	test-fuzz fuzz verify accuracy lint datasets clean

study: build
	@$(TOPLINE) study $(STUDY)/study.yaml --output study-output/thesis-true
	@$(TOPLINE) study $(STUDY)/study-thesis-false.yaml --output study-output/thesis-false
	@$(TOPLINE) study $(STUDY)/study-undecidable.yaml --output study-output/undecidable

build: build-tools
	$(SWIFT) build $(RELEASE) --product topline

test: test-swift test-debug test-schemas test-notebooks test-report test-fuzz
	@echo "All tests passed."

# Tests look into modules, which a release build allows only where it is told to; they are built beside the program.
test-swift: test-tools $(PACKAGES) build
	TOPLINE_COMMAND=$(abspath $(TOPLINE)) $(SWIFT) test -c release -Xswiftc -enable-testing --scratch-path .build/tests

# The fast suites once more with every check that a debug build makes: overflow, bounds, exclusivity.
test-debug: test-tools
	$(SWIFT) test --scratch-path .build/tests --filter 'TextFormatsTests|SurveyModelTests|SurveyReadingTests|SurveyPreparationTests|StudyPlanTests|ArchitectureTests'

# Runs every test that compares numbers, and writes Documentation/Accuracy.md from what they recorded.
ACCURACY := $(abspath .build/accuracy)
accuracy: test-tools
	rm -rf $(ACCURACY) && mkdir -p $(ACCURACY)
	TOPLINE_ACCURACY=$(ACCURACY) $(SWIFT) test --scratch-path .build/tests --filter 'SurveyStatisticsTests|SurveyAggregationTests' \
		--skip AccuracyReportTests
	python3 Tests/accuracy_report.py $(ACCURACY)

test-schemas: $(PACKAGES) build
	$(PYTHON) Tests/ToplineCommandTests/check_schemas.py $(TOPLINE) .
	$(PYTHON) Tests/ToplineCommandTests/Conventions/check_conventions.py $(TOPLINE) .

# The exported notebook and the README's figure are those that the study writes today; the notebook turns red when one
# number is changed.
test-notebooks: $(PACKAGES) build
	$(TOPLINE) study $(STUDY)/study.yaml --output .build/notebook-check --quiet
	cmp .build/notebook-check/notebooks/social-necessity.ipynb notebooks-export/social-necessity.ipynb
	cmp .build/notebook-check/figures/figure-4.svg Documentation/Images/forest.svg
	$(PYTHON) notebooks-export/run.py --prove

test-report: $(PACKAGES) test-notebooks
	$(PYTHON) Tests/PaperReportsTests/report_in_chromium.py .build/notebook-check/report.html

# Every target for a second: enough to see that it still runs, and that no seed breaks it.
test-fuzz: build-tools
	SWIFT=$(SWIFT) Fuzzing/run all 1

# The long run: what it finds ends it and stands in .build-fuzzing/findings.
SECONDS ?= 600
fuzz: build-tools
	SWIFT=$(SWIFT) nice -n 15 Fuzzing/run all $(SECONDS)

verify: $(PACKAGES) build
	$(PYTHON) Tests/Verification/test_verify.py
	$(PYTHON) Tests/Verification/verify.py $(TOPLINE) --report Documentation/Verification.md

lint:
	$(SWIFT) format lint --strict --recursive Package.swift Sources Tests Fuzzing/Package.swift Fuzzing/Targets

# Draws the synthetic worlds anew; a test holds the committed files to the same bytes.
datasets: build
	$(TOPLINE) simulate $(STUDY)/study.yaml --world thesis-true --formats csv,qualtrics,limesurvey --output $(STUDY)/thesis-true
	$(TOPLINE) simulate $(STUDY)/study.yaml --world thesis-false --output $(STUDY)/thesis-false
	$(TOPLINE) simulate $(STUDY)/study.yaml --world undecidable --output $(STUDY)/undecidable

# Asked at every build: a package may have been removed since the last. What is there costs a moment.
build-tools:
	@.ci/install build

test-tools:
	@.ci/install test

# The mark lies in .venv, so that it goes when the packages go.
$(PACKAGES): .ci/install requirements.txt | test-tools
	@.ci/install python
	@touch $@

clean:
	rm -rf .build .build-fuzzing .venv study-output
