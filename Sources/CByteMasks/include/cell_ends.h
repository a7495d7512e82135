/* Where the cells of a delimited text end and where its records begin, found 64 bytes at a time.

   One loop (cell_ends_loop.h), compiled for what processors have: AVX-512 with VBMI2, AVX2, or what every processor of
   the platform has. All give the same result. */
#ifndef TOPLINE_CELL_ENDS_H
#define TOPLINE_CELL_ENDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#pragma clang assume_nonnull begin

/* Bytes from 0x80 and NULs among 64 bytes. */
typedef struct {
  uint64_t mask;
  uint64_t block; /* where the 64 bytes begin */
} topline_others;

/* What the search is told, and what it finds. Positions are counted from the first byte. */
typedef struct {
  const uint8_t *bytes; /* 64 bytes more than `count` can be read */
  size_t count;
  size_t width;      /* how many cells a record has, at least two */
  size_t start;      /* where the first record begins */
  size_t block;      /* where the 64 bytes begin in which it begins */
  size_t owned;      /* records that begin behind a newline here or later are left out */
  uint8_t delimiter;
  bool is_end;       /* whether the text ends with the bytes */
  bool is_inside;    /* whether `block` is inside a quoted cell */

  uint32_t *ends;   /* room for 136 more than `count` */
  uint32_t *starts; /* room for 136 more than `count` */
  topline_others *others; /* room for one more than blocks of 64 bytes */
  size_t records;
  size_t blank_lines;
  size_t quotes;
  size_t others_count;
} topline_cell_ends;

typedef enum {
  topline_done = 0,
  topline_needs_more = 1, /* the last record goes on beyond the bytes */
  topline_needs_care = 2, /* records are of different width, or a quoted cell is not closed */
} topline_ends_outcome;

/* The ways the loop was compiled, from the slowest. */
typedef enum {
  topline_portable = 0,
  topline_avx2 = 1,
  topline_avx512 = 2,
} topline_processor;

/* The fastest way that this processor can go. */
topline_processor topline_fastest(void);

/* Finds the ends of cells; `way` is at most `topline_fastest()`. */
topline_ends_outcome topline_find_cell_ends(topline_cell_ends *cells, topline_processor way);

/* Whether the quotation marks in a text are odd in number. */
bool topline_quotes_are_odd(const uint8_t *bytes, size_t count);

#pragma clang assume_nonnull end

#endif
