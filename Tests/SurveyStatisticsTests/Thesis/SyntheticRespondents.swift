import TextFormats

/// The synthetic respondents beside the golden values: 600 people, five-point items, weights.
struct SyntheticRespondents {
  let anti: [Int?]
  let necessary: [Int?]
  let weights: [Double]

  init() throws {
    let text = String(decoding: try FileSystem.contents(of: Golden.folder + "paradox_synth.csv"), as: UTF8.self)
    let lines = text.split(separator: "\n").dropFirst().map {
      $0.split(separator: ",", omittingEmptySubsequences: false)
    }
    anti = lines.map { Int($0[1]) }
    necessary = lines.map { Int($0[4]) }
    weights = lines.compactMap { $0.last.flatMap { Double($0) } }
  }

  func holds(_ answers: [Int?], from cut: Int) -> [Bool?] { answers.map { $0.map { $0 >= cut } } }
}
