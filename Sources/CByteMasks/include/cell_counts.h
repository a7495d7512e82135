/* Counting the cells of one column: which of the known cells each is, and one more of it.

   The loops count cells that are known, and stop at the first that needs thought (a cell not met before, a number that is
   not plain, a quoted cell that is not simple): the caller deals with that one and goes on behind it. So they need no
   memory of their own, and what a cell means is said in one place. */
#ifndef TOPLINE_CELL_COUNTS_H
#define TOPLINE_CELL_COUNTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#pragma clang assume_nonnull begin

/* A distinct cell. */
typedef struct {
  uint64_t key;    /* its first eight bytes with zeros behind; of a cell of more than 16 bytes a hash */
  uint64_t more;   /* the next eight bytes; of a cell of more than 16 bytes where it stands in the texts */
  uint32_t length;
  uint32_t code;   /* TOPLINE_FREE where there is none */
  uint32_t count;  /* how often it was met */
  uint32_t quotes; /* how many quotation marks it holds */
} topline_slot;

#define TOPLINE_FREE UINT32_MAX

/* Distinct cells, found by what they hold. */
typedef struct {
  topline_slot *slots; /* a power of two of them, at least one of them free */
  uint32_t shift;      /* 64 less that power's exponent */
  uint8_t *texts;      /* the bytes of all cells */
  /* 65,536 bits, of which that of each cell's hash is set, so that most cells that are not there are told by it; or NULL */
  uint64_t *_Nullable filter;
} topline_cell_table;

/* What a cell is looked for by. */
typedef struct {
  uint64_t key;
  uint64_t more;
  uint64_t hash;
} topline_cell_key;

static inline uint64_t topline_word(const uint8_t *bytes) {
  uint64_t word;
  memcpy(&word, bytes, sizeof word);
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
  word = __builtin_bswap64(word);
#endif
  return word;
}

/* Both halves of a product, folded: every bit of both depends on every bit of the result. */
static inline uint64_t topline_fold(uint64_t left, uint64_t right) {
#if defined(__SIZEOF_INT128__)
  const unsigned __int128 product = (unsigned __int128)left * right;
  return (uint64_t)product ^ (uint64_t)(product >> 64);
#else
  const uint64_t product = left * (right | 1);
  return product ^ (product >> 32) ^ (right * 0x9E3779B97F4A7C15u);
#endif
}

/* The hash of a cell of at most 16 bytes. */
static inline uint64_t topline_short_hash(uint64_t key, uint64_t more) {
  return key * 0x9E3779B97F4A7C15u + more * 0x9FB21C651E98DF25u;
}

/* A cell's key; 16 bytes from its start are read, whatever its length. */
static inline topline_cell_key topline_key(const uint8_t *cell, size_t length) {
  static const uint64_t masks[9] = {0,
                                    0xFF,
                                    0xFFFF,
                                    0xFFFFFF,
                                    0xFFFFFFFF,
                                    0xFFFFFFFFFF,
                                    0xFFFFFFFFFFFF,
                                    0xFFFFFFFFFFFFFF,
                                    0xFFFFFFFFFFFFFFFF};
  topline_cell_key key;
  if (length <= 16) {
    const size_t first = length < 8 ? length : 8;
    key.key = topline_word(cell) & masks[first];
    key.more = topline_word(cell + 8) & masks[length - first];
    key.hash = topline_short_hash(key.key, key.more);
    return key;
  }
  uint64_t hash = 0x8EBC6AF09C88C6E3u ^ length;
  for (size_t offset = 0; offset + 16 < length; offset += 16) {
    hash = topline_fold(topline_word(cell + offset) ^ 0x9E3779B97F4A7C15u, topline_word(cell + offset + 8) ^ hash);
  }
  /* The last 16 bytes, some of which may have been taken already. */
  hash = topline_fold(
      topline_word(cell + length - 16) ^ 0x589965CC75374CC3u, topline_word(cell + length - 8) ^ hash);
  key.key = key.hash = hash;
  key.more = 0;
  return key;
}

/* Whether two texts of the same length above 16 are the same. */
static inline bool topline_same(const uint8_t *text, const uint8_t *other, size_t length) {
  uint64_t differences = topline_word(text + length - 16) ^ topline_word(other + length - 16);
  differences |= topline_word(text + length - 8) ^ topline_word(other + length - 8);
  for (size_t offset = 0; offset + 16 < length; offset += 16) {
    differences |= topline_word(text + offset) ^ topline_word(other + offset);
    differences |= topline_word(text + offset + 8) ^ topline_word(other + offset + 8);
  }
  return differences == 0;
}

/* Where a cell is, or the free place where it would be put. */
static inline topline_slot *topline_find(
    const topline_cell_table *table, topline_cell_key key, const uint8_t *cell, size_t length) {
  const size_t mask = (size_t)(UINT64_MAX >> table->shift);
  size_t place = (size_t)(key.hash >> table->shift);
  for (;; place = (place + 1) & mask) {
    topline_slot *slot = table->slots + place;
    if (length <= 16) {
      if (((slot->key ^ key.key) | (slot->more ^ key.more) | (slot->length ^ length)) == 0) return slot;
    } else if (slot->key == key.key && slot->length == length && slot->code != TOPLINE_FREE) {
      if (topline_same(table->texts + slot->more, cell, length)) return slot;
    }
    if (slot->code == TOPLINE_FREE) return slot;
  }
}

/* Whether a cell may be in a table that has a filter. */
static inline bool topline_may_be_there(const topline_cell_table *table, topline_cell_key key) {
  return (table->filter[key.hash >> 54] >> (key.hash >> 48 & 63) & 1) != 0;
}

/* Sets a cell's bit in the filter. */
static inline void topline_filter_add(const topline_cell_table *table, topline_cell_key key) {
  table->filter[key.hash >> 54] |= (uint64_t)1 << (key.hash >> 48 & 63);
}

/* The cells that were found in a text (topline_cell_ends). */
typedef struct {
  const uint8_t *bytes; /* 64 more than the text can be read */
  const uint32_t *ends;
  const uint32_t *starts;
  size_t width;
} topline_cells;

/* Two counts for each byte, one for the even and one for the odd records: the same answer twice in a row would otherwise
   wait for its own count. The distance of two columns' counts keeps them in different lines of the cache. */
#define TOPLINE_BYTE_COUNTS 544

/* A column whose cells are counted. */
typedef struct {
  const topline_cell_table *table;
  /* How often each cell of one byte was met, at that byte; an empty cell is at the byte that ends it, which no cell of one
     byte can be. */
  uint32_t *byte_counts;
  const uint16_t *byte_codes; /* whether each of those was met; UINT16_MAX where it was not */
  size_t wide;   /* how many cells of more than one byte were counted */
  size_t quotes; /* how many quotation marks they hold */
} topline_counted_column;

/* Counts the cells of a column from a record on; returns the record whose cell was not met before, or `last`. */
size_t topline_count_column(
    const topline_cells *cells, size_t column, size_t record, size_t last, topline_counted_column *counted);

/* Counts the cells of neighbouring columns, the first of which is not the text's first, from a record on; returns the
   record in which one of them is of more than one byte, or `last`. Cells that were not met before are counted as well. */
size_t topline_count_narrow(
    const topline_cells *cells, size_t column, size_t columns, size_t record, size_t last, uint32_t *byte_counts);

/* A column of which most cells are distinct: its numbers are kept, and of texts that are not in the table how many there
   are. */
typedef struct {
  const topline_cell_table *table;
  bool is_full;              /* whether further texts are no longer put into the table */
  double *_Nullable numbers; /* where the next number is put */
  size_t numbers_left;       /* how many there is room for */
  size_t uncounted;          /* how many further texts there are */
  size_t quotes;             /* how many quotation marks were met */
} topline_many_cells;

/* Whether a text must be told apart however many texts there are: it may be blank (it begins with a space or below), a mark
   that a platform puts for a withdrawn answer (12 bytes from a D on, or 15 from a C on), or hold a sign of a wrong encoding
   (bytes from 0x80, question marks). 16 bytes from its start are read, whatever its length. */
bool topline_must_be_known(const uint8_t *text, size_t length);

/* Counts the cells of such a column from a record on; returns the record whose cell needs thought, or `last`. The table
   has a filter. */
size_t topline_count_many(
    const topline_cells *cells, size_t column, size_t record, size_t last, topline_many_cells *many);

#pragma clang assume_nonnull end

#endif
