/* The search for the ends of cells; included once for each kind of processor by cell_ends.c, which defines

   TOPLINE_LOOP    the function's name
   TOPLINE_TARGET  the function's attribute
   TOPLINE_MASKS   (bytes, delimiter) -> topline_ends_masks
   TOPLINE_PARITY  (mask) -> for each bit whether an odd number of bits is set up to it and with it
   TOPLINE_WRITE   (target, block, mask, count): writes the positions of the mask's bits; 64 places may be written */

TOPLINE_TARGET static topline_ends_outcome TOPLINE_LOOP(topline_cell_ends *cells) {
  const uint8_t *const bytes = cells->bytes;
  const size_t count = cells->count, width = cells->width, owned = cells->owned, first = cells->start;
  const uint8_t delimiter = cells->delimiter;
  uint32_t *const ends = cells->ends, *const starts = cells->starts;
  uint64_t inside = cells->is_inside ? ~(uint64_t)0 : 0;
  uint64_t after_return = 0; /* whether the block before ended with a carriage return that ends a record */
  size_t start = first, records = 0, blank = 0, quotes = 0, others = 0;
  size_t found = 0;  /* cells */
  size_t before = 0; /* cells of the records that are complete */
  topline_ends_outcome outcome = topline_done;
  starts[0] = (uint32_t)start;
  for (size_t block = cells->block; block < count; block += 64) {
    const topline_ends_masks masks = TOPLINE_MASKS(bytes + block, delimiter);
    const uint64_t all = count - block >= 64 ? ~(uint64_t)0 : ((uint64_t)1 << (count - block)) - 1;
    const uint64_t valid = block < first ? all & (~(uint64_t)0 << (first - block)) : all;
    const uint64_t within = TOPLINE_PARITY(masks.quotes & all) ^ inside;
    inside = (uint64_t)((int64_t)within >> 63);
    cells->others[others].mask = masks.others & valid;
    cells->others[others].block = block;
    others += (masks.others & valid) != 0;
    quotes += TOPLINE_COUNT(masks.quotes & valid);
    const uint64_t open = valid & ~within;
    const uint64_t returns = masks.returns & open;
    /* A line feed behind a carriage return ends nothing more. */
    const uint64_t feeds = masks.feeds & open & ~(returns << 1 | after_return);
    after_return = returns >> 63;
    uint64_t newlines = feeds | returns;
    uint64_t all_ends = (masks.delimiters & open) | newlines;
    size_t fresh = TOPLINE_COUNT(all_ends);
    TOPLINE_WRITE(ends + found, (uint32_t)block, all_ends, fresh);
    /* Most blocks hold at most one newline; whether one is told without a branch, which could not be foreseen. */
    if ((newlines & (newlines - 1)) == 0 && returns == 0 && block + 64 <= owned) {
      const bool is_newline = newlines != 0;
      const size_t next = found + TOPLINE_COUNT(all_ends & (newlines - 1)) + 1;
      if (!is_newline || next - before == width) {
        before = is_newline ? next : before;
        start = is_newline ? block + TOPLINE_FIRST(newlines) + 1 : start;
        records += is_newline;
        starts[records] = (uint32_t)start;
        found += fresh;
        continue;
      }
    }
    while (newlines != 0) {
      const unsigned bit = TOPLINE_FIRST(newlines);
      newlines &= newlines - 1;
      const size_t end = block + bit;
      const size_t place = found + TOPLINE_COUNT(all_ends & (((uint64_t)1 << bit) - 1));
      if (place == before && end == start) {
        /* A line without anything: its end is taken out again. */
        for (size_t index = place; index + 1 < found + fresh; index++) ends[index] = ends[index + 1];
        all_ends &= ~((uint64_t)1 << bit);
        fresh--;
        blank++;
      } else {
        if (place + 1 - before != width) {
          outcome = topline_needs_care;
          goto finish;
        }
        before = place + 1;
        records++;
      }
      start = end + 1;
      if (bytes[end] == 0x0D) {
        if (end + 1 == count && !cells->is_end) {
          outcome = topline_needs_more;
          goto finish;
        }
        if (end + 1 < count && bytes[end + 1] == 0x0A) start = end + 2;
      }
      if (start - 1 >= owned) {
        quotes -= TOPLINE_COUNT(masks.quotes & valid & ~(((uint64_t)2 << bit) - 1));
        goto finish;
      }
      starts[records] = (uint32_t)start;
    }
    found += fresh;
  }
  if (!cells->is_end) {
    outcome = topline_needs_more;
  } else if (inside) {
    outcome = topline_needs_care;
  } else if (start < count || found > before) {
    ends[found++] = (uint32_t)count;
    if (found - before == width) {
      records++;
    } else {
      outcome = topline_needs_care;
    }
  }
finish:
  cells->records = records;
  cells->blank_lines = blank;
  cells->quotes = quotes;
  cells->others_count = others;
  return outcome;
}

#undef TOPLINE_LOOP
#undef TOPLINE_TARGET
#undef TOPLINE_MASKS
#undef TOPLINE_PARITY
#undef TOPLINE_WRITE
