#include "cell_counts.h"

typedef struct {
  const uint8_t *bytes;
  size_t length;
} topline_cell;

static inline topline_cell topline_cell_at(const topline_cells *cells, size_t column, size_t record) {
  const size_t place = record * cells->width + column;
  const size_t start = column == 0 ? cells->starts[record] : (size_t)cells->ends[place - 1] + 1;
  return (topline_cell){cells->bytes + start, cells->ends[place] - start};
}

/* Where a cell is, or the free place where it would be put: seldom called, as most cells are in the first place. */
static __attribute__((noinline)) topline_slot *topline_search(
    const topline_cell_table *table, const uint8_t *cell, size_t length) {
  return topline_find(table, topline_key(cell, length), cell, length);
}

size_t topline_count_column(
    const topline_cells *cells, size_t column, size_t record, size_t last, topline_counted_column *counted) {
  const topline_cell_table *const table = counted->table;
  topline_slot *const slots = table->slots;
  const uint32_t shift = table->shift;
  const uint8_t *const texts = table->texts;
  uint32_t *const byte_counts = counted->byte_counts;
  const uint16_t *const byte_codes = counted->byte_codes;
  size_t wide = 0, quotes = 0;
  for (; record < last; record++) {
    const topline_cell cell = topline_cell_at(cells, column, record);
    if (cell.length <= 1) {
      const size_t byte = cell.bytes[0];
      if (byte_codes[byte] == UINT16_MAX) break;
      byte_counts[byte << 1 | (record & 1)]++;
      continue;
    }
    const topline_cell_key key = topline_key(cell.bytes, cell.length);
    topline_slot *slot = slots + (key.hash >> shift);
    bool is_it = slot->key == key.key && slot->length == cell.length;
    if (cell.length <= 16) {
      is_it &= slot->more == key.more;
    } else if (is_it) {
      is_it = slot->code != TOPLINE_FREE && topline_same(texts + slot->more, cell.bytes, cell.length);
    }
    if (__builtin_expect(!is_it, 0)) {
      slot = topline_search(table, cell.bytes, cell.length);
      if (slot->code == TOPLINE_FREE) break;
    }
    slot->count++;
    quotes += slot->quotes;
    wide++;
  }
  counted->wide += wide;
  counted->quotes += quotes;
  return record;
}

size_t topline_count_narrow(
    const topline_cells *cells, size_t column, size_t columns, size_t record, size_t last, uint32_t *byte_counts) {
  for (; record < last; record++) {
    const uint32_t *const ends = cells->ends + record * cells->width + column;
    /* The sign of each says whether the cell is of more than one byte. */
    uint32_t signs = 0;
    for (size_t index = 0; index < columns; index++) signs |= 2 - (ends[index] - ends[(ptrdiff_t)index - 1]);
    if (signs >> 31) break;
    const uint8_t *const bytes = cells->bytes + 1;
    uint32_t *counts = byte_counts + (record & 1);
    for (size_t index = 0; index < columns; index++) {
      counts[(size_t)bytes[ends[(ptrdiff_t)index - 1]] << 1]++;
      counts += TOPLINE_BYTE_COUNTS;
    }
  }
  return record;
}

static inline bool topline_has_byte(uint64_t word, uint8_t byte) {
  const uint64_t ones = 0x0101010101010101u;
  const uint64_t zeros = word ^ ones * byte;
  return ((zeros - ones) & ~zeros & ones * 0x80) != 0;
}

/* Whether one of eight bytes is from 0x80 on or a question mark. */
static inline bool topline_may_hold_sign(uint64_t word) {
  return (word & 0x8080808080808080u) != 0 || topline_has_byte(word, 0x3F);
}

bool topline_must_be_known(const uint8_t *text, size_t length) {
  if (length == 0 || text[0] <= 0x20) return true;
  if ((length == 12 && text[0] == 0x44) || (length == 15 && text[0] == 0x43)) return true;
  if (length <= 16) {
    const topline_cell_key key = topline_key(text, length);
    return topline_may_hold_sign(key.key) || topline_may_hold_sign(key.more);
  }
  bool may = topline_may_hold_sign(topline_word(text + length - 8));
  for (size_t offset = 0; offset + 8 < length; offset += 8) may |= topline_may_hold_sign(topline_word(text + offset));
  return may;
}

static inline bool topline_holds(const uint8_t *text, size_t length, uint8_t byte) {
  for (size_t index = 0; index < length; index++) {
    if (text[index] == byte) return true;
  }
  return false;
}

typedef enum { topline_number, topline_text, topline_thought } topline_look;

/* The number that at most eight bytes write with digits and perhaps a point among them; false where they hold anything else,
   or are no number. All eight digits are read at once. */
static inline bool topline_short_number(const uint8_t *cell, size_t length, double *number) {
  static const double powers[8] = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7};
  const uint64_t ones = 0x0101010101010101u;
  const uint64_t word = topline_word(cell), unpointed = word ^ ones * 0x2E;
  const uint64_t points = (unpointed - ones) & ~unpointed & ones * 0x80;
  size_t whole = length, digits = length;
  uint64_t text = word;
  if (points != 0 && (size_t)__builtin_ctzll(points) < 8 * length) {
    whole = (size_t)__builtin_ctzll(points) / 8;
    digits = length - 1;
    const uint64_t before = ((uint64_t)1 << 8 * whole) - 1;
    text = (word & before) | (word >> 8 & ~before);
    if (whole == digits) return false;
  }
  if (whole == 0 || (whole > 1 && cell[0] == 0x30)) return false;
  /* The digits as the last of eight, with zeros before them. */
  text = text << 8 * (8 - digits) | (ones * 0x30 & (((uint64_t)1 << 8 * (8 - digits)) - 1));
  if ((text & ones * 0xF0) != ones * 0x30 || ((text + ones * 6) & ones * 0xF0) != ones * 0x30) return false;
  text -= ones * 0x30;
  text = (text * 10 + (text >> 8)) & 0x00FF00FF00FF00FFu;
  text = (text * 100 + (text >> 16)) & 0x0000FFFF0000FFFFu;
  text = (text * 10000 + (text >> 32)) & 0xFFFFFFFFu;
  *number = (double)text / powers[digits - whole];
  return true;
}

/* The number that a cell plainly writes: an optional minus, at most 15 digits without a leading zero, an optional point
   among them. Both of its parts are exact, so the quotient is the nearest number to the text. */
static inline topline_look topline_plain_number(const uint8_t *cell, size_t length, double *number) {
  static const double powers[16] = {1,   1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                    1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
  const bool is_negative = cell[0] == 0x2D;
  size_t place = is_negative, whole = 0, decimals = 0;
  uint64_t units = 0;
  /* Such a number has at most 17 bytes: of 18 that look like one, too many are digits. */
  if (length > 18) length = 18;
  for (; place < length && (uint8_t)(cell[place] - 0x30) < 10; place++, whole++) units = units * 10 + (cell[place] - 0x30);
  if (whole == 0) return topline_thought;
  if (whole > 1 && cell[is_negative] == 0x30) return topline_text;
  if (place < length && cell[place] == 0x2E) {
    place++;
    for (; place < length && (uint8_t)(cell[place] - 0x30) < 10; place++, decimals++) {
      units = units * 10 + (cell[place] - 0x30);
    }
    if (decimals == 0) return topline_thought;
  }
  if (place < length) {
    const uint8_t next = cell[place];
    return next == 0x20 || next == 0x09 || (next | 0x20) == 0x65 ? topline_thought : topline_text;
  }
  if (whole + decimals > 15 || (is_negative && units == 0)) return topline_thought;
  const double magnitude = (double)units / powers[decimals];
  *number = is_negative ? -magnitude : magnitude;
  return topline_number;
}

size_t topline_count_many(
    const topline_cells *cells, size_t column, size_t record, size_t last, topline_many_cells *many) {
  const topline_cell_table table = *many->table;
  const bool is_full = many->is_full;
  double *numbers = many->numbers;
  size_t left = many->numbers_left;
  size_t uncounted = 0, quotes = 0;
  for (; record < last; record++) {
    topline_cell cell = topline_cell_at(cells, column, record);
    size_t marks = 0;
    if (cell.length > 1 && cell.bytes[0] == 0x22) {
      if (cell.bytes[cell.length - 1] != 0x22 || topline_holds(cell.bytes + 1, cell.length - 2, 0x22)) break;
      cell = (topline_cell){cell.bytes + 1, cell.length - 2};
      marks = 2;
    }
    if (cell.length == 0) {
      topline_slot *slot = topline_find(&table, topline_key(cell.bytes, 0), cell.bytes, 0);
      if (slot->code == TOPLINE_FREE) break;
      slot->count++;
      quotes += marks;
      continue;
    }
    if (cell.bytes[0] < 0x3A) {
      double number = 0;
      const topline_look look = cell.length <= 8 && topline_short_number(cell.bytes, cell.length, &number)
                                    ? topline_number
                                    : topline_plain_number(cell.bytes, cell.length, &number);
      if (look == topline_thought || (look == topline_number && left == 0)) break;
      if (look == topline_number) {
        *numbers++ = number;
        left--;
        quotes += marks;
        continue;
      }
    }
    const topline_cell_key key = topline_key(cell.bytes, cell.length);
    if (topline_may_be_there(&table, key)) {
      topline_slot *slot = topline_find(&table, key, cell.bytes, cell.length);
      if (slot->code != TOPLINE_FREE) {
        slot->count++;
        quotes += marks;
        continue;
      }
    }
    if (!is_full || topline_must_be_known(cell.bytes, cell.length)) break;
    uncounted++;
    quotes += marks;
  }
  many->numbers_left = left;
  many->numbers = numbers;
  many->uncounted += uncounted;
  many->quotes += quotes;
  return record;
}
