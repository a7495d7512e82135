internal import PaperGraphics

/// Places the tiles and texts of a mosaic.
struct MosaicLayout {
  private struct Tile {
    var column: Int
    var row: Int
    var box: Box
    var step: ResidualStep
  }

  let figure: MosaicFigure
  let numbers: MosaicNumbers
  let theme: FigureTheme
  let words: MosaicWords
  var frame: FigureFrame
  private var rowLabels: [TextWrap.Lines] = []
  private var plotLeft = 0.0
  private var tiles: [Tile] = []
  private var columnBoxes: [(left: Double, width: Double)] = []
  private var keys: [String] = []

  init(figure: MosaicFigure, numbers: MosaicNumbers, theme: FigureTheme, width: FigureWidth) {
    self.figure = figure
    self.numbers = numbers
    self.theme = theme
    words = MosaicWords(figure: figure, numbers: numbers)
    frame = FigureFrame(words: figure.words, ownSubtitle: words.subtitle, theme: theme, width: width)
    rowLabels = numbers.rows.map {
      TextWrap.balanced($0, width: 0.22 * frame.scene.width, size: theme.bodySize, maximumLines: 3)
    }
    plotLeft = frame.left + (rowLabels.map(\.width).max() ?? 0) + theme.bodySize * 0.9
    placeColumns()
  }

  private mutating func placeColumns() {
    let gap = numbers.columns.count > 12 ? 1.5 : 3.0
    let space = frame.right - plotLeft - gap * Double(numbers.columns.count - 1)
    var x = plotLeft
    for total in numbers.columnTotals {
      let width = space * total / numbers.total
      columnBoxes.append((x, width))
      x += width + gap
    }
  }

  mutating func draw() -> Figure {
    let heads = placeHeads()
    let top = frame.y
    placeTiles(top: top)
    let steps = Set(tiles.map(\.step))
    for step in ResidualStep.allCases where steps.contains(step) {
      frame.scene.add(RectangleMark(tiles.filter { $0.step == step }.map(\.box), fill: step.color))
    }
    if let tile = tiles.first(where: { numbers.emphasis == MosaicCell(column: $0.column, row: $0.row) }) {
      let box = tile.box
      frame.scene.add(
        RectangleMark(
          [Box(x: box.x + 0.6, y: box.y + 0.6, width: box.width - 1.2, height: max(0, box.height - 1.2))], fill: nil,
          stroke: Stroke(.ink, width: 1.5)))
    }
    frame.scene.add(heads)
    let unlabelled = addTileLabels()
    addRowLabels(top: top)
    let note = figure.words.note(words.notes(unlabelled: unlabelled, keys: keys))
    if figure.showsResiduals { addLegend() }
    frame.finish(note: note)
    return frame.figure(
      kind: "mosaic", description: words.description, summary: words.description, note: note, data: words.data)
  }

  // MARK: - Heads

  /// The names and numbers of the columns; a name without room is replaced by a letter that the footer explains.
  private mutating func placeHeads() -> [TextMark] {
    let size = theme.bodySize
    let small = theme.footerSize
    var names: [TextWrap.Lines] = []
    for (index, name) in numbers.columns.enumerated() {
      let space = columnBoxes[index].width + 1
      let longest = name.split(separator: " ").map { TextMeasure.width(String($0), size: size) }.max() ?? 0
      let lines = TextWrap.balanced(name, width: max(space, 1), size: size, maximumLines: 3)
      if longest <= space, !lines.isCut {
        names.append(lines)
      } else {
        let letter = String(UnicodeScalar(UInt8(ascii: "A") + UInt8(index % 26)))
        keys.append("\(letter): \(name) (n = \(NumberStyle.count(numbers.respondents[index])))")
        names.append(TextWrap.Lines(lines: [letter], isCut: false, width: TextMeasure.width(letter, size: size)))
      }
    }
    let most = names.map(\.lines.count).max() ?? 1
    let hasCounts = numbers.respondents.indices.map { index in
      TextMeasure.width(countText(index), size: small) <= columnBoxes[index].width + 2
    }
    var texts: [TextMark] = []
    for (index, lines) in names.enumerated() {
      let centre = columnBoxes[index].left + columnBoxes[index].width / 2
      let first = frame.y + Double(most - lines.lines.count) * theme.lineHeight
      for (number, line) in lines.lines.enumerated() {
        texts.append(
          TextMark(
            line, x: centre, centre: first + (Double(number) + 0.5) * theme.lineHeight, size: size, anchor: .middle))
      }
      if hasCounts[index] {
        let y = frame.y + Double(most) * theme.lineHeight + small * 0.6
        texts.append(
          TextMark(countText(index), x: centre, centre: y, size: small, anchor: .middle, fill: .secondaryInk))
      } else if !keys.contains(where: { $0.contains(": \(numbers.columns[index]) (n") }) {
        keys.append("\(numbers.columns[index]): n = \(NumberStyle.count(numbers.respondents[index]))")
      }
    }
    frame.y += Double(most) * theme.lineHeight + small * 1.35
    return texts.filter { $0.box.x >= 0 && $0.box.right <= frame.scene.width }
  }

  private func countText(_ index: Int) -> String { "n = \(NumberStyle.count(numbers.respondents[index]))" }

  // MARK: - Tiles

  private mutating func placeTiles(top: Double) {
    let gap = 1.5
    let rows = Double(numbers.rows.count)
    let width = frame.right - plotLeft
    let height = max(min(0.52 * width, 230, rows * theme.bodySize * 8), rows * theme.lineHeight * 1.5)
    let space = height - gap * (rows - 1)
    for column in numbers.columns.indices {
      var y = top
      for row in numbers.rows.indices {
        let share = numbers.share(column: column, row: row)
        let tile = Box(
          x: columnBoxes[column].left, y: y, width: columnBoxes[column].width, height: share * space)
        if share > 0 {
          let residual = figure.showsResiduals ? numbers.residual(column: column, row: row) : 0
          tiles.append(Tile(column: column, row: row, box: tile, step: ResidualStep(residual)))
        }
        y += tile.height + gap
      }
    }
    frame.y = top + height
  }

  /// Writes the share into each tile that has room, with its arrow beside or below, and tells whether any has not.
  private mutating func addTileLabels() -> Bool {
    let size = theme.valueSize
    var isAnyLeftOut = false
    for tile in tiles {
      let isEmphasised = numbers.emphasis == MosaicCell(column: tile.column, row: tile.row)
      let weight: FontWeight = isEmphasised ? .bold : .regular
      let percent = words.percent(column: tile.column, row: tile.row)
      let candidates =
        tile.step.sign.isEmpty ? [[percent]] : [["\(percent) \(tile.step.sign)"], [percent, tile.step.sign]]
      let fitting = candidates.first { lines in
        let widest = lines.map { TextMeasure.width($0, size: size, weight: weight) }.max() ?? 0
        return widest + 4 <= tile.box.width && Double(lines.count) * size * 1.2 + 1.5 <= tile.box.height
      }
      guard let lines = fitting else {
        isAnyLeftOut = true
        continue
      }
      let middle = tile.box.y + tile.box.height / 2
      for (index, line) in lines.enumerated() {
        let y = middle + (Double(index) - Double(lines.count - 1) / 2) * size * 1.2
        frame.scene.add(
          TextMark(
            line, x: tile.box.x + tile.box.width / 2, centre: y, size: size, weight: weight, anchor: .middle,
            fill: tile.step.color.labelInk))
      }
    }
    return isAnyLeftOut
  }

  /// Writes the names of the rows beside the tiles of the first column, pushed apart where tiles are low.
  private mutating func addRowLabels(top: Double) {
    let line = theme.lineHeight
    let gap = 1.5
    let space = frame.y - top - gap * Double(numbers.rows.count - 1)
    var centres: [Double] = []
    var y = top
    for row in numbers.rows.indices {
      let height = numbers.share(column: 0, row: row) * space
      centres.append(y + height / 2)
      y += height + gap
    }
    let halves = rowLabels.map { Double($0.lines.count) * line / 2 }
    var lowest = top
    for row in centres.indices {
      centres[row] = max(centres[row], lowest + halves[row])
      lowest = centres[row] + halves[row]
    }
    var highest = max(frame.y, top + halves.reduce(0) { $0 + 2 * $1 })
    for row in centres.indices.reversed() {
      centres[row] = min(centres[row], highest - halves[row])
      highest = centres[row] - halves[row]
    }
    for (row, lines) in rowLabels.enumerated() {
      for (index, text) in lines.lines.enumerated() {
        frame.scene.add(
          TextMark(
            text, x: plotLeft - theme.bodySize * 0.7,
            centre: centres[row] - halves[row] + (Double(index) + 0.5) * line, size: theme.bodySize, anchor: .end))
      }
    }
    frame.y = max(frame.y, (centres.last ?? 0) + (halves.last ?? 0))
  }

  private mutating func addLegend() {
    frame.y += theme.bodySize * 0.9
    let steps = ResidualStep.allCases
    frame.legend(steps.map(\.label), start: frame.left, heading: "Residual:") { scene, index, box in
      scene.add(RectangleMark([box], fill: steps[index].color))
    }
    frame.y -= theme.bodySize * 0.6
  }
}
