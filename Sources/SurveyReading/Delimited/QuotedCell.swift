/// The content of quoted cells, one at a time.
struct QuotedCell {
  // A cell without its doubled marks; room for eight bytes more, which are read at once.
  private var bytes: UnsafeMutablePointer<UInt8>
  private var size = 1 << 12

  init() { bytes = .allocate(capacity: size + 8) }

  /// Frees the bytes.
  func release() { bytes.deallocate() }

  /// The content of a cell in which a quotation mark stands; nil where it is not quoted as RFC 4180 says.
  mutating func content(_ cell: UnsafePointer<UInt8>, _ length: Int) -> (UnsafePointer<UInt8>, Int)? {
    guard length >= 2, cell[0] == 0x22, cell[length - 1] == 0x22 else { return nil }
    var index = 1
    while index < length - 1, cell[index] != 0x22 { index += 1 }
    if index == length - 1 { return (cell + 1, length - 2) }
    if length > size {
      bytes.deallocate()
      size = length * 2
      bytes = .allocate(capacity: size + 8)
    }
    var content = index - 1
    bytes.update(from: cell + 1, count: content)
    while index < length - 1 {
      if cell[index] == 0x22 {
        guard index + 1 < length - 1, cell[index + 1] == 0x22 else { return nil }
        index += 1
      }
      bytes[content] = cell[index]
      content += 1
      index += 1
    }
    return (UnsafePointer(bytes), content)
  }
}
