/// Python of the verification notebook: the founding claims.
extension VerificationCode {
  /// How results are filed and judged.
  static let filing = #"""
    RESULT = {}


    def put(claim, result, test=None, estimate="share"):
        """Files the numbers of a claim, and of the test behind it, under the names that the report gives them."""
        for key, value in result.items():
            if key in ("tests", "means", "mean_draws"):
                continue
            name = key.replace("effect.wilson", f"effect.{estimate}-wilson")
            if not key.startswith("detail.") and key != "statistic" and not key.startswith("df."):
                RESULT[f"{claim}.{name}"] = value
        for id, values in ({test: result} if test else {}).items():
            put_test(claim, id, values)
        for id, values in result.get("tests", {}).items():
            put_test(claim, id, values)


    def put_test(claim, id, values):
        for key, value in values.items():
            if key not in ("tests", "means", "mean_draws") and not key.startswith("bounds."):
                RESULT[f"{claim}.test.{id}.{key}"] = value


    def adjusted(claims, ps=None):
        """Holm's adjustment over a family of claims."""
        ps = [RESULT[claim + ".p"] for claim in claims] if ps is None else ps
        for claim, p in zip(claims, holm(ps)):
            RESULT[claim + ".pAdjusted"] = p


    def needs(claim, kind, threshold, effect):
        """How many respondents would settle it: asked for only where a verdict is open."""
        for truth, power in itertools.product((threshold + effect, threshold - effect), (0.8, 0.9)):
            if kind == "share":
                found = lambda t=threshold, u=truth, w=power: required(t, u, w)
            else:
                z = stats.norm.isf((1 - LEVEL) / 2) + stats.norm.ppf(power)
                found = int(np.ceil(z * z * (1 - effect * effect) / (effect * effect)))
            RESULT[f"{claim}.required.{truth!r}.{power}"] = found


    def judge(claim, threshold, effect, missing=True):
        """Direction and size from the intervals that were just computed."""
        r = lambda key: RESULT[f"{claim}.{key}"]
        direction = "supported" if r("lower") > threshold else "contradicted" if r("upper") < threshold else "inconclusive"
        if missing and f"{claim}.bounds.lowerLimit" in RESULT and r("bounds.lower") != r("bounds.upper"):
            if direction == "supported" and not r("bounds.lowerLimit") > threshold:
                direction = "inconclusive"
            if direction == "contradicted" and not r("bounds.upperLimit") < threshold:
                direction = "inconclusive"
        low, high = threshold - effect, threshold + effect
        size = ("beyond" if r("lower90") > high or r("upper90") < low
                else "within" if r("lower90") > low and r("upper90") < high else "unclear")
        RESULT[claim + ".direction"], RESULT[claim + ".size"] = direction, size


    def together(claim):
        """Whether two feelings go together: excess and latent correlation must agree."""
        signs = set()
        for name in ("joint-excess", "tetrachoric-correlation"):
            low = RESULT.get(f"{claim}.effect.{name}.lower", np.nan)
            high = RESULT.get(f"{claim}.effect.{name}.upper", np.nan)
            signs.add("together" if low > 0 else "apart" if high < 0 else "unclear")
        RESULT[claim + ".association"] = signs.pop() if len(signs) == 1 else "unclear"


    def combine(claim, lean, firm):
        """Lean and firm cut must agree."""
        if RESULT[lean + ".direction"] != "inconclusive" and RESULT[lean + ".direction"] != RESULT[firm + ".direction"]:
            RESULT[claim + ".direction"] = "inconclusive"
            if RESULT[lean + ".size"] != RESULT[firm + ".size"]:
                RESULT[claim + ".size"] = "unclear"


    def conjunction(claim, parts):
        directions = [RESULT[part + ".direction"] for part in parts]
        RESULT[claim + ".direction"] = ("contradicted" if "contradicted" in directions else
                                        "supported" if set(directions) == {"supported"} else "inconclusive")


    def withdraw(claims):
        """A direction that does not survive the correction is taken back."""
        for claim in claims:
            if RESULT[claim + ".pAdjusted"] >= 1 - LEVEL:
                RESULT[claim + ".direction"] = "inconclusive"


    def above(values, cut):
        return compare(values, ">", cut)


    def from_(values, cut):
        return compare(values, ">=", cut)


    def below(values, cut):
        return compare(values, "<", cut)


    kept = ~excluded


    def answers(name):
        return numbers(name)[kept]


    def midpoint(name):
        values = [value for value, reason, label in RECIPE["codes"][name].values() if value is not None and not reason]
        return (min(values) + max(values)) / 2
    """#

  /// The claims of the founding protocol, one by one.
  static let claims = #"""
    # C1 to C3: the thesis, on the scales where measurement holds, else on the registered pair of items.
    MAP = RECIPE["mapping"]
    first_scale, second_scale = RECIPE["scales"][MAP["antisocial"]], RECIPE["scales"][MAP["necessity"]]
    checked = measurement([column[kept] for column in scale_items[MAP["antisocial"]]],
                          [column[kept] for column in scale_items[MAP["necessity"]]],
                          [MAP["antisocial"], MAP["necessity"]])
    put_test("C1", "measurement", checked)
    established = (min(checked["detail.omega." + MAP[name]] for name in ("antisocial", "necessity")) >= 0.70
                   and checked["p"] < 0.01 and abs(checked["detail.factorCorrelation"]) < 0.85)
    RESULT["C1.test.measurement.detail.established"] = int(established)
    if established:
        A, N = answers(MAP["antisocial"]), answers(MAP["necessity"])
    else:
        A = scale_items[MAP["antisocial"]][first_scale["items"].index(MAP["pair"][0])][kept]
        N = scale_items[MAP["necessity"]][second_scale["items"].index(MAP["pair"][1])][kept]
    mid_a, mid_n = midpoint(first_scale["items"][0]), midpoint(second_scale["items"][0])
    firm_a, firm_n = np.floor(mid_a) + 1, np.floor(mid_n) + 1

    lean = joint_share(above(A, mid_a), above(N, mid_n), 0.5)
    firm = joint_share(from_(A, firm_a), from_(N, firm_n), 0.5)
    for claim, result in (("C1", lean), ("C1.lean", lean), ("C1.firm", firm)):
        put(claim, result, "paradox", "joint-share")
        judge(claim, 0.5, 0.05)
        needs(claim, "share", 0.5, 0.05)
    RESULT["C1.pAdjusted"] = RESULT["C1.p"]
    combine("C1", "C1.lean", "C1.firm")
    together("C1")
    for claim, values, middle, agreeing in (("C2", A, mid_a, firm_a), ("C3", N, mid_n, firm_n)):
        for id, truth in ((claim, above(values, middle)), (claim + ".lean", above(values, middle)),
                          (claim + ".firm", from_(values, agreeing))):
            put(id, share(truth, 0.5), "paradox")
            judge(id, 0.5, 0.05)
            needs(id, "share", 0.5, 0.05)
        RESULT[claim + ".pAdjusted"] = RESULT[claim + ".p"]
        combine(claim, claim + ".lean", claim + ".firm")

    # C41: a majority promotes itself and dislikes self-promotion; "all" as parts against 95 per cent.
    if MAP["promotes"] and MAP["promotion-liking"]:
        does = above(answers(MAP["promotes"][0]), 0)
        liking = MAP["promotion-liking"][0]
        dislikes = below(answers(liking), midpoint(liking))
        put("C41", joint_share(does, dislikes, 0.5), "paradox", "joint-share")
        put("C41.does", share(does, 0.95), "paradox")
        put("C41.dislikes", share(dislikes, 0.95), "paradox")
        family = ["C41", "C41.does", "C41.dislikes"]
        adjusted(family)
        for claim, threshold in zip(family, (0.5, 0.95, 0.95)):
            judge(claim, threshold, 0.05)
            needs(claim, "share", threshold, 0.05)
        withdraw(family)
        together("C41")

    # C17: each of five behaviours annoying and anti-social to a majority, and their order.
    if MAP["annoying"] and MAP["behaviours"]:
        family, rated = [], []
        for index, (annoying, antisocial) in enumerate(zip(MAP["annoying"], MAP["behaviours"])):
            claim = f"C17.{index + 1}"
            family.append(claim)
            put(claim, joint_share(above(answers(annoying), midpoint(annoying)),
                                   above(answers(antisocial), midpoint(antisocial)), 0.5), "paradox", "joint-share")
            judge(claim, 0.5, 0.05)
            needs(claim, "share", 0.5, 0.05)
            together(claim)
            rated.append((answers(annoying) + answers(antisocial)) / 2)
        adjusted(family)
        withdraw(family)
        weakest = min(family, key=lambda claim: RESULT[claim + ".estimate"])
        for key in [key for key in RESULT if key.startswith(weakest + ".") and not key.endswith(".association")]:
            RESULT["C17" + key[len(weakest):]] = RESULT[key]
        conjunction("C17", family)
        complete = ~np.isnan(np.column_stack(rated)).any(axis=1)
        ordered = [values[complete] for values in reversed(rated)]
        names = [f"behaviour {index + 1}" for index in reversed(range(len(rated)))]
        ranked, trend = friedman(ordered), page(ordered)
        for position, name in enumerate(names):
            RESULT[f"C17.order.test.friedman.detail.meanRank.{name}"] = ranked["means"][position]
            RESULT[f"C17.order.test.page.detail.meanRank.{name}"] = ranked["means"][position]
            RESULT[f"C17.order.test.page.detail.place.{name}"] = stats.rankdata(ranked["means"])[position]
            ends = np.quantile(ranked["mean_draws"][:, position], [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
            RESULT[f"C17.order.test.friedman.detail.meanRankLower.{name}"] = ends[0]
            RESULT[f"C17.order.test.friedman.detail.meanRankUpper.{name}"] = ends[1]
        drawn = ranked["mean_draws"]
        orders = np.array([stats.rankdata(row) for row in drawn])
        trend["detail.probabilityStatedOrder"] = (np.diff(drawn, axis=1) > 0).all(axis=1).mean()
        trend["detail.probabilityObservedOrder"] = (orders == stats.rankdata(ranked["means"])).all(axis=1).mean()
        places = np.arange(len(rated))
        taus = [stats.kendalltau(places, row).statistic for row in drawn]
        trend["effect.order-tau.lower"], trend["effect.order-tau.upper"] = np.quantile(
            taus, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
        put("C17.order", trend, "page")
        put_test("C17.order", "friedman", ranked)
        for key in ("effect.kendalls-w", "effect.kendalls-w.lower", "effect.kendalls-w.upper"):
            RESULT["C17.order." + key] = ranked[key]
        steps = [paired(high, low) for low, high in zip(ordered, ordered[1:])]
        step_ps = holm([step["p"] for step in steps])
        RESULT["C17.order.pAdjusted"] = step_ps.max()
        for index, step in enumerate(steps):
            put_test("C17.order", f"sign-paired.{index}", step["tests"]["sign-paired"])
        judge("C17.order", 0, 0.1)
        signs = [np.sign(step["estimate"]) if p < 1 - LEVEL else 0 for step, p in zip(steps, step_ps)]
        RESULT["C17.order.direction"] = ("contradicted" if -1 in signs else
                                         "supported" if set(signs) == {1} else "inconclusive")
        for key in [key for key in RESULT if key.startswith("C17.order.test.")]:
            RESULT["C17.test." + key[len("C17.order.test."):]] = RESULT[key]

    # C32 to C34: trust in adverts, liking of adverts, trust in people.
    if MAP["trust"]:
        advert, television, company, friend = (answers(name) for name in MAP["trust"])
        for claim, name, values in (("C32", MAP["trust"][0], advert), ("C32.tv", MAP["trust"][1], television)):
            put(claim, share(below(values, midpoint(name)), 0.5), "paradox")
            judge(claim, 0.5, 0.05)
            needs(claim, "share", 0.5, 0.05)
        RESULT["C32.tv.pAdjusted"] = RESULT["C32.tv.p"]
        family = ["C32"]
        if MAP["liking"]:
            family.append("C33")
            liked = answers(MAP["liking"][0])
            disliked = share(below(liked, midpoint(MAP["liking"][0])), 0.5)
            contrast = paired(advert, liked, asked=True)
            for claim, result in (("C33", disliked), ("C33.dislike", disliked)):
                put(claim, result, "paradox")
                judge(claim, 0.5, 0.05)
                needs(claim, "share", 0.5, 0.05)
            put("C33.less", contrast)
            judge("C33.less", 0, 0.1)
            needs("C33.less", "difference", 0, 0.1)
            conjunction("C33", ["C33.dislike", "C33.less"])
            RESULT["C33.p"] = max(RESULT["C33.dislike.p"], RESULT["C33.less.p"])
            for id in ("sign-paired", "wilcoxon-signed-rank"):
                put_test("C33", id, contrast["tests"][id])
        family.append("C34")
        pairs = (("C34", friend, advert), ("C34.people-advert", friend, advert), ("C34.people-company", friend, company),
                 ("C34.company-advert", company, advert))
        for claim, x, y in pairs:
            put(claim, paired(x, y, asked=True))
            judge(claim, 0, 0.1)
            needs(claim, "difference", 0, 0.1)
        adjusted(family)
        withdraw(family)
        contrasts = [claim for claim, x, y in pairs[1:]]
        adjusted(contrasts)
        withdraw(contrasts)
    """#
}
