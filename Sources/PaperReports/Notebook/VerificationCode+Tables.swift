/// Python of the verification notebook: the tables.
extension VerificationCode {
  /// The cells of the tables, counted anew.
  static let tables = #"""
    OFFERED = {"dontKnow", "refused", "notApplicable"}


    def answered(name):
        """Who gave an answer that was offered; "don't know" is one."""
        return np.isin(reasons(name), ["", *OFFERED]) & kept


    def chosen(name, codes):
        return data[name].isin(codes).to_numpy()


    def letter_test(kind, a, b):
        """The p-value of two columns: pooled z for shares, Welch for means."""
        if kind == "share":
            (x1, n1), (x2, n2) = a, b
            pooled = (x1 + x2) / (n1 + n2)
            error = np.sqrt(pooled * (1 - pooled) * (1 / n1 + 1 / n2))
            return np.nan if error == 0 else 2 * stats.norm.sf(abs(x1 / n1 - x2 / n2) / error)
        return stats.ttest_ind(a, b, equal_var=False).pvalue


    def letters(kind, columns, levels, bases):
        """The letters of each column: those of its question that it is significantly above, Holm over the pairs."""
        found = {position: [] for position in range(len(columns))}
        for question in {column["question"] for column in columns if column["letter"]}:
            own = [i for i, column in enumerate(columns) if column["question"] == question and bases[i] >= 30]
            pairs = [(i, j) for i, j in itertools.combinations(own, 2)]
            ps = [letter_test(kind, levels[i], levels[j]) for i, j in pairs]
            tested = [k for k, p in enumerate(ps) if not np.isnan(p)]
            for k, p in zip(tested, holm([ps[k] for k in tested])):
                i, j = pairs[k]
                value = [levels[c][0] / levels[c][1] if kind == "share" else np.mean(levels[c]) for c in (i, j)]
                if p < 0.10 and value[0] != value[1]:
                    higher, lower = (i, j) if value[0] > value[1] else (j, i)
                    letter = columns[lower]["letter"]
                    found[higher].append((lower, letter if p < 0.05 else letter.lower()))
        return ["".join(letter for _, letter in found[position]) for position in range(len(columns))]


    def member(column):
        return np.ones(len(data), bool) if column["code"] is None else chosen(column["question"], [column["code"]])


    for table in RECIPE["banners"]:
        columns = table["columns"]
        for block in table["blocks"]:
            name = block["variable"]
            base = [answered(name) & member(column) for column in columns]
            counts = [int(rows.sum()) for rows in base]
            for row in block["rows"]:
                key = f"table.{table['id']}.{row['key']}"
                if row["kind"] in ("category", "net"):
                    hits = [int((rows & chosen(name, row["codes"])).sum()) for rows in base]
                    marks = letters("share", columns, list(zip(hits, counts)), counts)
                    for position, (hit, count) in enumerate(zip(hits, counts)):
                        RESULT[f"{key}.{position}.count"] = hit
                        RESULT[f"{key}.{position}.percent"] = 100 * hit / count if count else np.nan
                        RESULT[f"{key}.{position}.letters"] = marks[position]
                elif row["kind"] in ("mean", "sd"):
                    values = [numbers(name)[rows & ~np.isnan(numbers(name))] for rows in base]
                    marks = letters("mean", columns, values, counts)
                    for position, column in enumerate(values):
                        RESULT[f"{key}.{position}.value"] = column.mean() if row["kind"] == "mean" else column.std(ddof=1)
                        if row["kind"] == "mean":
                            RESULT[f"{key}.{position}.letters"] = marks[position]
                else:
                    for position, count in enumerate(counts):
                        RESULT[f"{key}.{position}.count"] = count

    for table in RECIPE["summaries"]:
        for variable in table["variables"]:
            name, key = variable["variable"], f"table.{table['id']}.{variable['variable']}"
            base = answered(name) if variable["codes"] else kept & ~np.isnan(numbers(name))
            count = int(base.sum())
            RESULT[f"{key}.base"] = count
            for code in variable["codes"]:
                hits = int((base & chosen(name, [code])).sum())
                RESULT[f"{key}.{code}.count"], RESULT[f"{key}.{code}.percent"] = hits, 100 * hits / count
                RESULT[f"{key}.{code}.lower"], RESULT[f"{key}.{code}.upper"] = wilson(hits, count)
            values = numbers(name)[kept]
            values = values[~np.isnan(values)]
            if len(values) > 1:
                reach = stats.t.isf((1 - LEVEL) / 2, len(values) - 1) * linearised_error(values)
                RESULT[f"{key}.mean"], RESULT[f"{key}.sd"] = values.mean(), values.std(ddof=1)
                RESULT[f"{key}.mean.lower"], RESULT[f"{key}.mean.upper"] = values.mean() - reach, values.mean() + reach
                RESULT[f"{key}.median"] = np.median(values)
                RESULT[f"{key}.quartile1"], RESULT[f"{key}.quartile3"] = np.quantile(values, [0.25, 0.75])

    for table in RECIPE["scale_tables"]:
        for name in table["scales"]:
            result = alpha([column[kept] for column in scale_items[name]])
            for key, value in result.items():
                RESULT[f"table.{table['id']}.{name}.{key}"] = value
    """#
}
