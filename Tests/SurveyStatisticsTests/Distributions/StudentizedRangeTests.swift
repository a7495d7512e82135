import SurveyStatistics
import TestSupport
import Testing
import TextFormats

@Suite struct StudentizedRangeTests {
  @Test(.property("studentized range tail", keeps: "two means: Student's t"))
  func `two means have the tail of Student's t`() {
    for df in [1.0, 2, 7, 30, 1000] {
      for q in [0.1, 1, 3, 6, 12] {
        let t = StudentT(df).twoTailed(q / 2.0.squareRoot())
        expectClose(StudentizedRange(groups: 2, degreesOfFreedom: df).upperTail(q), t, 1e-12, "q \(q), df \(df)")
      }
    }
    let normal = Normal.standard.twoTailed(2 / 2.0.squareRoot())
    expectClose(StudentizedRange(groups: 2, degreesOfFreedom: .infinity).upperTail(2), normal, 1e-13)
  }

  @Test(.golden("studentized range tail", by: "R 4.2.2: ptukey, qtukey, as far as they go"))
  func `tails agree with R's ptukey as far as it goes`() throws {
    let golden = try #require(try Golden.json("association-r.json")["range"])
    for index in 0..<(try #require(golden["q"]?.array).count) {
      let (q, k, df) = (
        try golden.number("q", "\(index)"), try golden.number("k", "\(index)"), try golden.number("df", "\(index)")
      )
      let tail = StudentizedRange(groups: Int(k), degreesOfFreedom: df).upperTail(q)
      // R's own quadrature: with two degrees of freedom it leaves Student's t, to which two means must lead, by up to 1e-4.
      let error = df < 5 ? 2e-4 : 1e-7
      expectNear(tail, try golden.number("upper", "\(index)"), error, "q \(q), k \(k), df \(df)")
    }
    let quantiles = try #require(try Golden.json("association-r.json")["rangeQuantiles"])
    for (index, groups) in [3, 4, 6].enumerated() {
      let range = StudentizedRange(
        groups: groups, degreesOfFreedom: try quantiles.number("df", "\(index)"))
      expectClose(range.quantile(upper: 0.05), try quantiles.number("q", "\(index)"), 1e-5)
    }
  }

  @Test(.golden("studentized range tail", by: "SciPy 1.17.1: integration"))
  func `tails agree with SciPy's integration`() throws {
    for row in try #require(try Golden.json("association-py.json")["range"]?.array) {
      let (q, k, df) = (try row.number("q"), try row.number("k"), try row.number("df"))
      let upper = try row.number("upper")
      let tail = StudentizedRange(groups: Int(k), degreesOfFreedom: df).upperTail(q)
      expectNear(tail, upper, 1e-9, "q \(q), k \(k), df \(df): \(tail), \(upper)")
    }
  }

  @Test(.published("studentized range tail", in: "Pearson & Hartley (1966), table 29"))
  func `printed tables of the five per cent points`() {
    // Pearson & Hartley (1966), Biometrika Tables for Statisticians 1, table 29: upper 5 % points.
    for (k, df, printed) in [(3, 10.0, "3.88"), (5, 20.0, "4.23"), (10, 60.0, "4.65"), (4, 5.0, "5.22")] {
      let point = StudentizedRange(groups: k, degreesOfFreedom: df).quantile(upper: 0.05)
      expectPrinted(point, printed)
    }
  }

  @Test(.property("studentized range tail", keeps: "falls with q, grows with the groups, undoes its quantile"))
  func `the tail falls with q, grows with the groups and undoes its quantile`() {
    var last = 1.0
    for q in stride(from: 0.5, through: 30, by: 0.5) {
      let tail = StudentizedRange(groups: 5, degreesOfFreedom: 9).upperTail(q)
      #expect(tail < last)
      #expect(tail < StudentizedRange(groups: 6, degreesOfFreedom: 9).upperTail(q))
      last = tail
    }
    for p in [0.5, 0.1, 1e-3, 1e-8] {
      let range = StudentizedRange(groups: 7, degreesOfFreedom: 33)
      expectClose(range.upperTail(range.quantile(upper: p)), p, 1e-9)
    }
    for groups in [2, 20, 100] {
      for df in [1.0, 3, 50, 1e5, 1e9] {
        for q in [1e-3, 0.1, 3, 40, 400] {
          let tail = StudentizedRange(groups: groups, degreesOfFreedom: df).upperTail(q)
          #expect(tail >= 0 && tail <= 1, "\(groups), \(df), \(q): \(tail)")
        }
      }
    }
    #expect(StudentizedRange(groups: 1, degreesOfFreedom: 3).upperTail(1).isNaN)
    #expect(StudentizedRange(groups: 3, degreesOfFreedom: 3).upperTail(0) == 1)
  }
}
