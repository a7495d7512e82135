/// The Python of the verification notebook: plain text in which nothing of Topline is called.
enum VerificationCode {
  /// Reading, missing codes and conditions.
  static let loading = #"""
    # Every column as text first: what a number is, and what is missing, is decided below in plain sight.
    data = pd.read_csv(DATA, dtype=str, keep_default_na=False, encoding="utf-8-sig", skiprows=RECIPE["skipped_lines"])
    data = data.apply(lambda column: column.str.strip())


    def reasons(name):
        """Why each answer is missing: '' where there is one, 'blank', or the reason that its code stands for."""
        codes = RECIPE["codes"].get(name, {})
        declared = {code: reason for code, (value, reason, label) in codes.items() if reason}
        declared.update(RECIPE["missing"])
        return data[name].map(lambda text: "blank" if text == "" else declared.get(text, "")).to_numpy()


    def numbers(name):
        """The answers as numbers, NaN where there is none."""
        if name in derived:
            return derived[name]
        codes = RECIPE["codes"].get(name, {})
        values = {code: value for code, (value, reason, label) in codes.items()}
        if values:
            found = data[name].map(lambda text: values.get(text, np.nan))
        else:
            found = pd.to_numeric(data[name], errors="coerce")
        found = found.astype(float).to_numpy().copy()
        found[reasons(name) != ""] = np.nan
        return found


    def says(name, *texts):
        """Whether an answer is one of these codes or labels; NaN where it is missing."""
        codes = RECIPE["codes"].get(name, {})
        wanted = {text for text in texts} | {code for code, (value, reason, label) in codes.items() if label in texts}
        answer = data[name].isin(wanted).to_numpy().astype(float)
        answer[reasons(name) != ""] = np.nan
        return answer


    def compare(a, sign, b):
        """A comparison in Kleene's logic: 1 true, 0 false, NaN where a side is missing."""
        a, b = np.broadcast_arrays(np.asarray(a, float), np.asarray(b, float))
        truth = {"=": a == b, "!=": a != b, "<": a < b, "<=": a <= b, ">": a > b, ">=": a >= b}[sign].astype(float)
        return np.where(np.isnan(a) | np.isnan(b), np.nan, truth)


    def both(*parts):
        """Kleene's and: false wins, then missing."""
        parts = np.array(parts)
        return np.where((parts == 0).any(axis=0), 0.0, np.where(np.isnan(parts).any(axis=0), np.nan, 1.0))


    def either(*parts):
        """Kleene's or: true wins, then missing."""
        return 1 - both(*[1 - part for part in parts])


    derived = {}
    """#

  /// The table of differences, which fails where there is one.
  static let comparison = #"""
    # What is drawn at random is held to its Monte Carlo error; what is iterated to 1e-6; all else to 1e-9.
    RANDOM = ("kendalls-w.lower", "kendalls-w.upper", "meanRankLower", "meanRankUpper", "probabilityStatedOrder",
              "probabilityObservedOrder", "order-tau.lower", "order-tau.upper", "friedman.lower", "friedman.upper")
    ITERATED = ("tetrachoric", "measurement", "imbensManski", "omega")


    def differs(key, expected, found):
        if callable(found):
            found = found()
        if isinstance(expected, str):
            return found, found != expected
        if found is None or (isinstance(found, float) and np.isnan(found)):
            return found, True
        distance = abs(expected - found)
        if any(word in key for word in RANDOM):
            return found, distance > 0.08
        if any(word in key for word in ITERATED):
            return found, distance > 1e-6 * max(abs(expected), 1)
        # Tails are compared in relation to themselves, however small; differences of shares may cancel to zero.
        floor = 0.0 if key.endswith(".p") or key.endswith("pAdjusted") else 1e-3
        return found, distance > 1e-9 * max(abs(expected), floor)


    rows, wrong = [], []
    for key, expected in EXPECTED.items():
        found, bad = differs(key, expected, RESULT.get(key))
        rows.append((key, expected, found, "" if isinstance(expected, str) or found is None else found - expected, not bad))
        if bad:
            wrong.append(rows[-1])
    headings = ["number", "Topline", "recomputed", "difference", "ok"]
    table = pd.DataFrame(rows, columns=headings)
    print(f"{len(rows)} numbers compared, {len(wrong)} differ")
    if wrong:
        print(pd.DataFrame(wrong, columns=headings).to_string())
        raise AssertionError(f"{len(wrong)} of {len(rows)} numbers differ from the report")
    """#
}
